"""Defects of the fragments in which tool calls are streamed."""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = [
    "ToolArgsNull",
    "ToolArgsTruncated",
    "ToolFinishStop",
    "ToolIdMissing",
    "ToolIndexMissing",
    "ToolIndexZero",
    "ToolNameRepeated",
]

Fragment = dict[str, JSON]
"""One member of ``delta.tool_calls``, or the chunk around it."""


class _EachFragment(Defect):
    """A defect that changes every fragment of a tool call."""

    def chunk(self, chunk: Fragment) -> list[Fragment]:
        """Change the fragments."""
        for choice in chunk["choices"]:
            if calls := choice["delta"].get("tool_calls"):
                changed = [self._changed(choice["index"], call) for call in calls]
                choice["delta"] = {**choice["delta"], "tool_calls": changed}
        return [chunk]

    @abstractmethod
    def _changed(self, choice: int, call: Fragment) -> Fragment:
        """Return the fragment as it is shown."""


class ToolIndexMissing(_EachFragment):
    """Fragments do not say to which call they belong."""

    name = "tool_index_missing"

    def _changed(self, choice: int, call: Fragment) -> Fragment:
        return {name: value for name, value in call.items() if name != "index"}


class ToolIndexZero(_EachFragment):
    """The fragments of all calls say that they belong to call 0."""

    name = "tool_index_zero"

    def _changed(self, choice: int, call: Fragment) -> Fragment:
        return call | {"index": 0}


class ToolIdMissing(_EachFragment):
    """No fragment has the id of its call."""

    name = "tool_id_missing"

    def _changed(self, choice: int, call: Fragment) -> Fragment:
        return {name: value for name, value in call.items() if name != "id"}


class ToolArgsNull(_EachFragment):
    """The first fragment of a call has null for its arguments."""

    name = "tool_args_null"

    def _changed(self, choice: int, call: Fragment) -> Fragment:
        if not call.get("id"):
            return call
        return call | {"function": {**call["function"], "arguments": None}}


class ToolNameRepeated(_EachFragment):
    """The name of a function is sent again with every fragment."""

    name = "tool_name_repeated"

    def __init__(self, *args: JSON) -> None:
        super().__init__(*args)
        self._names: dict[tuple[int, JSON], str] = {}

    def _changed(self, choice: int, call: Fragment) -> Fragment:
        function = call.get("function") or {}
        at = (choice, call.get("index"))
        name = self._names.setdefault(at, function.get("name") or "")
        return call | {"function": {**function, "name": name}}


class ToolArgsTruncated(Defect):
    """The last fragment of a tool call's arguments is lost."""

    name = "tool_args_truncated"
    _held: Fragment | None = None

    def chunk(self, chunk: Fragment) -> list[Fragment]:
        """Hold each fragment until another follows; lose the last one."""
        held, self._held = self._held, None
        if any(choice["delta"].get("tool_calls") for choice in chunk["choices"]):
            self._held = chunk
            return [held] if held else []
        return [*_headless(held), chunk]


class ToolFinishStop(Defect):
    """The finish reason is ``stop`` where the model called a tool."""

    name = "tool_finish_stop"

    def chunk(self, chunk: Fragment) -> list[Fragment]:
        """Change the finish reason of a streamed choice."""
        return [self.completion(chunk)]

    def completion(self, body: Fragment) -> Fragment:
        """Change the finish reason of each choice."""
        for choice in body["choices"]:
            if choice.get("finish_reason") == "tool_calls":
                choice["finish_reason"] = "stop"
        return body


def _headless(held: Fragment | None) -> list[Fragment]:
    """Return what may stay of a lost fragment: a call's head without its arguments."""
    calls = [
        call
        for choice in (held or {}).get("choices", [])
        for call in choice["delta"].get("tool_calls") or []
    ]
    if held is None or not any(call.get("id") for call in calls):
        return []
    for call in calls:
        call["function"] = {**(call.get("function") or {}), "arguments": ""}
    return [held]
