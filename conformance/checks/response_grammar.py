"""The order of a response's events: which may come after which, as tables.

Theory of operation: a stream runs several machines at once. One follows the
response, one each item, and one each thing inside an item (a part, a call, a
summary, a hosted tool). Each event moves one machine, by :data:`MOVES`, and
needs those around it to be open. An event that may not come is a break of one
rule; the machine then stands where the event would have led, so that one slip
is one break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from conformance.model import JSON

__all__ = ["Break", "breaks"]


class Move(NamedTuple):
    """What an event does: its machine goes ``to`` a state, from one of ``after``."""

    machine: str
    after: tuple[str, ...]
    to: str


class Break(NamedTuple):
    """An event out of order, or one that is missing; ``place`` counts the events."""

    rule: str
    message: str
    place: int


START, NEW, OPEN, SPOKEN, CLOSED = "start", "new", "open", "spoken", "closed"

_LIFE = {
    "response.created": Move("response", ("start",), "created"),
    "response.queued": Move("response", ("created",), "created"),
    "response.in_progress": Move("response", ("created",), "running"),
    "response.completed": Move("response", ("running",), "ended"),
    "response.incomplete": Move("response", ("running",), "ended"),
    "response.failed": Move("response", ("created", "running"), "ended"),
    "error": Move("response", ("start", "created", "running"), "ended"),
    "response.output_item.added": Move("item", (NEW,), OPEN),
    "response.output_item.done": Move("item", (OPEN,), CLOSED),
}
_PARTS = {
    "response.content_part.added": Move("part", (NEW,), OPEN),
    "response.output_text.delta": Move("part", (OPEN,), OPEN),
    "response.output_text.annotation.added": Move("part", (OPEN, SPOKEN), OPEN),
    "response.output_text.done": Move("part", (OPEN,), SPOKEN),
    "response.refusal.delta": Move("part", (OPEN,), OPEN),
    "response.refusal.done": Move("part", (OPEN,), SPOKEN),
    "response.content_part.done": Move("part", (SPOKEN,), CLOSED),
    "response.reasoning_summary_part.added": Move("summary", (NEW,), OPEN),
    "response.reasoning_summary_text.delta": Move("summary", (OPEN,), OPEN),
    "response.reasoning_summary_text.done": Move("summary", (OPEN,), SPOKEN),
    "response.reasoning_summary_part.done": Move("summary", (SPOKEN,), CLOSED),
    "response.reasoning_text.delta": Move("thought", (NEW, OPEN), OPEN),
    "response.reasoning_text.done": Move("thought", (OPEN,), CLOSED),
}
_CALLS = {
    f"response.{name}.{word}": Move("call", (NEW, OPEN), CLOSED if word == "done" else OPEN)
    for name in ("function_call_arguments", "custom_tool_call_input")
    for word in ("delta", "done")
}
_HOSTED = {
    f"response.{tool}_call.{word}": Move("hosted", after, to)
    for tool in ("web_search", "file_search", "image_generation", "code_interpreter", "mcp")
    for word, after, to in (
        ("in_progress", (NEW,), OPEN),
        ("searching", (OPEN,), OPEN),
        ("generating", (OPEN,), OPEN),
        ("partial_image", (OPEN,), OPEN),
        ("interpreting", (OPEN,), OPEN),
        ("completed", (OPEN,), CLOSED),
        ("failed", (OPEN,), CLOSED),
    )
}
MOVES: Mapping[str, Move] = {**_LIFE, **_PARTS, **_CALLS, **_HOSTED}
"""Event -> what it moves. Types that do not stand here are passed over: the API grows."""

RULES: Mapping[str, str] = {
    "item": "items",
    "part": "parts",
    "call": "calls",
    "summary": "reasoning",
    "thought": "reasoning",
    "hosted": "hosted",
}
"""Machine -> the rule that its events keep."""
WAITS: Mapping[str, str] = {"start": "first", "created": "progress", "ended": "terminal"}
"""State of the response in which no item can live -> the rule that says so."""
HOLDS: Mapping[str, tuple[str, str]] = {
    "message": ("part", "content"),
    "function_call": ("call", "arguments"),
    "custom_tool_call": ("call", "input"),
    "reasoning": ("summary", "summary"),
}
"""Type of item -> the machine inside it, and the member that is empty when it never ran."""


def breaks(events: Iterable[JSON]) -> Iterator[Break]:
    """Every break of the order in ``events``, in order."""
    stream = _Stream()
    for event in events:
        if isinstance(event, Mapping):
            yield from stream.feed(event)
    yield from stream.end()


@dataclass(slots=True)
class _Stream:
    """The machines of one stream; a key is the machine's name and its place."""

    response: str = START
    states: dict[tuple[JSON, ...], str] = field(default_factory=dict)
    place: int = -1

    def feed(self, event: Mapping[str, JSON]) -> Iterator[Break]:
        """Move by one event."""
        self.place += 1
        kind = str(event.get("type"))
        move = MOVES.get(kind)
        if move is None:
            return
        if move.machine == "response":
            yield from self._live(kind, move)
            return
        if self.response in WAITS:
            yield self._broken(WAITS[self.response], f"{kind} comes {self._when()}")
            if self.response == "ended":
                return
            self.response = "running"
        if move.machine == "item":
            yield from self._item(kind, move, event)
        else:
            yield from self._inside(kind, move, event)

    def end(self) -> Iterator[Break]:
        """Judge what never came."""
        if self.response != "ended":
            self.place += 1
            yield self._broken("terminal", "the stream ends without a terminal event")

    def _live(self, kind: str, move: Move) -> Iterator[Break]:
        """Move the response itself."""
        if self.response not in move.after:
            rule = WAITS.get(self.response, "first" if kind == "response.created" else "progress")
            yield self._broken(rule, f"{kind} comes {self._when()}")
        if kind == "response.completed":
            for key, state in self.states.items():
                if key[0] == "item" and state != CLOSED:
                    yield self._broken("closed", f"item {key[1]} is never done")
        self.response = move.to

    def _item(self, kind: str, move: Move, event: Mapping[str, JSON]) -> Iterator[Break]:
        """Move an item."""
        index = event.get("output_index")
        known = [key[1] for key in self.states if key[0] == "item"]
        state = self.states.get(("item", _key(index)), NEW)
        if state not in move.after:
            yield self._broken("items", f"{kind} of item {index!r}, which is {state}")
        elif move.to == OPEN and index != len(known):
            yield self._broken("items", f"item {index!r} is added after {len(known)} items")
        self.states["item", _key(index)] = move.to
        if move.to == CLOSED:
            yield from self._unfinished(event)

    def _inside(self, kind: str, move: Move, event: Mapping[str, JSON]) -> Iterator[Break]:
        """Move something inside an item."""
        index = _key(event.get("output_index"))
        if self.states.get(("item", index), NEW) != OPEN:
            yield self._broken("items", f"{kind} for item {index!r}, which is not open")
            self.states["item", index] = OPEN
        number = _key(event.get("content_index", event.get("summary_index")))
        key = (move.machine, index, number)
        state = self.states.get(key, NEW)
        if state not in move.after:
            yield self._broken(RULES[move.machine], f"{kind} where the {move.machine} is {state}")
        self.states[key] = move.to

    def _unfinished(self, event: Mapping[str, JSON]) -> Iterator[Break]:
        """What is not finished inside an item that is done."""
        index, held = _key(event.get("output_index")), event.get("item")
        item: Mapping[str, JSON] = held if isinstance(held, Mapping) else {}
        inside = {key: s for key, s in self.states.items() if len(key) > 2 and key[1] == index}
        for key, state in inside.items():
            if state != CLOSED:
                yield self._broken(RULES[str(key[0])], f"item {index!r} is done, its {key[0]} not")
        machine, member = HOLDS.get(str(item.get("type")), ("", ""))
        if item.get(member) and not any(key[0] == machine for key in inside):
            yield self._broken(RULES[machine], f"item {index!r} has {member} that no event told")

    def _broken(self, rule: str, message: str) -> Break:
        return Break(rule, message, self.place)

    def _when(self) -> str:
        return {"start": "first", "ended": "after the terminal event"}.get(
            self.response, f"while the response is {self.response}"
        )


def _key(value: JSON) -> JSON:
    """``value`` if it can be a key, else its text."""
    return value if isinstance(value, int | str | None) else repr(value)
