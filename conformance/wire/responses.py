"""Responses folded into what a client would hold at the end.

Rules of this file: a whole response and the events of a streamed one fold
alike; values of a wrong type are passed over and never raise, for a schema
requirement judges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.model import JSON

__all__ = ["TERMINAL", "Response", "fold"]

TERMINAL = frozenset({"response.completed", "response.failed", "response.incomplete", "error"})
"""The events that end a stream; after ``error`` there is no response."""
_WORDS = {"function_call_arguments": "arguments", "custom_tool_call_input": "input"}


@dataclass(slots=True)
class Response:
    """All that one answer said. ``whole`` is the finished response, empty if none came."""

    whole: Mapping[str, JSON] = field(default_factory=dict)
    ids: list[JSON] = field(default_factory=list)
    """The id in each object that carries a response."""
    terminal: Mapping[str, JSON] | None = None
    """The last event that ends a stream."""
    deltas: dict[tuple[JSON, ...], str] = field(default_factory=dict)
    """Joined deltas, by type without ``.delta``, output index and place in the item."""
    added: dict[JSON, Mapping[str, JSON]] = field(default_factory=dict)
    done: dict[JSON, Mapping[str, JSON]] = field(default_factory=dict)
    """Items as they were added and done, by output index."""

    @property
    def text(self) -> str:
        """The text that was streamed, or that of a response in one piece."""
        if self.added or self.deltas:
            return "".join(t for key, t in self.deltas.items() if key[0] == "response.output_text")
        return "".join(_text(part.get("text")) for part in self._parts("output_text"))

    @property
    def calls(self) -> list[dict[str, JSON]]:
        """The calls, with ``id`` (the ``call_id``), ``name`` and ``arguments``."""
        if not self.added:
            return [_call(item, _words(item)) for item in self.items if "call_id" in item]
        return [
            _call(item, self._arguments(index))
            for index, item in self.added.items()
            if "call_id" in item
        ]

    @property
    def items(self) -> list[Mapping[str, JSON]]:
        """The output of the finished response."""
        return list(_mappings(self.whole.get("output")))

    @property
    def reasoning(self) -> str:
        """The summaries of the reasoning."""
        if self.added:
            key = "response.reasoning_summary_text"
            return "".join(text for place, text in self.deltas.items() if place[0] == key)
        found = (part for item in self.items for part in _mappings(item.get("summary")))
        return "".join(_text(part.get("text")) for part in found)

    @property
    def thoughts(self) -> str:
        """The reasoning itself where it is told, and its summaries."""
        if self.added:
            keys = ("response.reasoning_text", "response.reasoning_summary_text")
            return "".join(text for place, text in self.deltas.items() if place[0] in keys)
        held = [item for item in self.items if item.get("type") == "reasoning"]
        rows = [row for item in held for key in ("content", "summary")
                for row in _mappings(item.get(key))]  # fmt: skip
        return "".join(_text(row.get("text")) for row in rows)

    def _arguments(self, index: JSON) -> str:
        names = [f"response.{name}" for name in _WORDS]
        return "".join(t for key, t in self.deltas.items() if key[0] in names and key[1] == index)

    def _parts(self, kind: str) -> Iterator[Mapping[str, JSON]]:
        """Parts of what is said; an item of thoughts may have texts of the same kind."""
        for item in self.items:
            if item.get("type", "message") == "message":
                yield from (
                    one for one in _mappings(item.get("content")) if one.get("type") == kind
                )


def fold(objects: Iterable[JSON]) -> Response:
    """What ``objects`` say together: one response, or the events of a stream."""
    folded = Response()
    for item in objects:
        if isinstance(item, Mapping):
            _add(folded, item)
    return folded


def _add(folded: Response, item: Mapping[str, JSON]) -> None:
    """Join one object."""
    kind = _text(item.get("type"))
    held = item.get("response", item if "output" in item else None)
    if isinstance(held, Mapping):
        folded.ids.append(held.get("id"))
        folded.whole = held
    if kind in TERMINAL:
        folded.terminal = item
    index = _key(item.get("output_index"))
    if kind.endswith(".delta"):
        place = _key(item.get("content_index", item.get("summary_index")))
        key = (kind.removesuffix(".delta"), index, place)
        folded.deltas[key] = folded.deltas.get(key, "") + _text(item.get("delta"))
    elif kind == "response.output_item.added" and isinstance(item.get("item"), Mapping):
        folded.added[index] = item["item"]
    elif kind == "response.output_item.done" and isinstance(item.get("item"), Mapping):
        folded.done[index] = item["item"]


def _call(item: Mapping[str, JSON], words: str) -> dict[str, JSON]:
    return {"id": item.get("call_id"), "name": item.get("name"), "arguments": words}


def _words(item: Mapping[str, JSON]) -> str:
    return _text(item.get("arguments", item.get("input")))


def _mappings(values: JSON) -> Iterator[Mapping[str, JSON]]:
    if isinstance(values, Sequence) and not isinstance(values, str):
        yield from (value for value in values if isinstance(value, Mapping))


def _key(value: JSON) -> JSON:
    """``value`` if it can be a key, else its text."""
    return value if isinstance(value, int | str | None) else repr(value)


def _text(value: JSON) -> str:
    return value if isinstance(value, str) else ""
