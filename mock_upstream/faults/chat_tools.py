"""Tool calls that a client cannot easily put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream import jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase
from mock_upstream.faults.events import (
    Row,
    choices,
    data_at,
    marked,
    payload,
    rewritten,
    said,
)
from mock_upstream.frames import Frame, Frames

__all__ = ["ToolCalls", "ToolFragments"]


def _calls(value: Row) -> list[Row]:
    """Every tool call, or part of one, of a chunk or body."""
    return [call for choice in choices(value) for call in said(choice).get("tool_calls") or ()]


def _object_arguments(call: Row) -> None:
    """Arguments as an object; a part of them stays text."""
    function = call.get("function", {})
    try:
        function["arguments"] = jsontext.loads(function["arguments"].encode())
    except (KeyError, ValueError):
        return


def _blank_id(call: Row) -> None:
    """An empty id where there was one."""
    if "id" in call:
        call["id"] = ""


EDITS: Mapping[str, Callable[[Row], None]] = MappingProxyType(
    {
        "no_index": lambda call: call.pop("index", None),
        "zero_index": lambda call: call.update({"index": 0} if "index" in call else {}),
        "empty_ids": _blank_id,
        "no_ids": lambda call: call.pop("id", None),
        "no_type": lambda call: call.pop("type", None),
        "object_arguments": _object_arguments,
    }
)


@dataclass(frozen=True, slots=True)
class ToolCalls(Fault):
    """Tool calls without index, all with index 0, without ids, with empty ids, or untyped.

    ``object_arguments``: the arguments are a JSON object, not the text of one.
    """

    form: Literal[
        "no_index", "zero_index", "empty_ids", "no_ids", "no_type", "object_arguments"
    ] = "no_index"

    name = "chat.tool_calls"
    phase = Phase.FRAMES
    exclusive = ("the tool calls",)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same calls, told otherwise."""

        def edit(value: Row) -> None:
            for call in _calls(value):
                EDITS[self.form](call)

        return rewritten(frames, edit, "tool call of that kind")


@dataclass(frozen=True, slots=True)
class ToolFragments(Fault):
    """The parts of several tool calls come in turns, one of each."""

    name = "chat.tool_fragments"
    phase = Phase.FRAMES
    exclusive = ("the tool calls",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events in another order. Raises FaultError for a single call."""
        places = marked(frames, "tool")
        parts: dict[object, list[Frame]] = {}
        for place in places:
            found = _calls(payload(data_at(frames, place)))
            parts.setdefault(found[0].get("index") if found else None, []).append(frames[place])
        turns = chain.from_iterable(zip_longest(*parts.values()))
        turned = dict(zip(places, (frame for frame in turns if frame), strict=True))
        if all(frames[place] == frame for place, frame in turned.items()):
            raise FaultError("the stream has no two tool calls in parts")
        return tuple(turned.get(index, frame) for index, frame in enumerate(frames))
