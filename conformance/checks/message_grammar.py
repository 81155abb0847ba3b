"""The order of a message's events, as one state machine.

Theory of operation: the message is before its start, between blocks, inside the block
``open``, ending (its delta came) or over. An event that may not come is a break of one
rule; the machine then stands where the event would have led, so that one slip is one
break. Pings and types of a later day may come anywhere before the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from conformance.model import JSON
from conformance.wire.messages import DELTAS

__all__ = ["Break", "breaks"]


class Break(NamedTuple):
    """An event out of order, or one that is missing; ``place`` counts the events."""

    rule: str
    message: str
    place: int


BEFORE, BETWEEN, INSIDE, ENDING, OVER = "before", "between", "inside", "ending", "over"


@dataclass(slots=True)
class _Machine:
    """Where the message is."""

    state: str = BEFORE
    next: int = 0
    """The index that the next block has to have."""
    open: JSON = None
    block: str = ""
    """The type of the open block."""
    sealed: bool = False
    """Whether the open block has its signature."""
    reason: JSON = None
    place: int = 0

    def step(self, event: Mapping[str, JSON]) -> Iterator[Break]:
        """Move by one event."""
        kind = str(event.get("type"))
        if self.state == OVER:
            yield self._broken("stop", f"{kind} after message_stop")
        elif kind in _STEPS:
            if self.state == BEFORE and kind != "message_start":
                yield self._broken("start", f"{kind} before message_start")
                self.state = BETWEEN
            yield from _STEPS[kind](self, event)

    def start(self, _event: Mapping[str, JSON]) -> Iterator[Break]:
        """The message begins, once."""
        if self.state != BEFORE:
            yield self._broken("start", "message_start comes again")
            return
        self.state = BETWEEN

    def begin(self, event: Mapping[str, JSON]) -> Iterator[Break]:
        """A block begins, with the next index, when no other is open."""
        index = event.get("index")
        if self.state == INSIDE:
            yield self._broken("closed", f"block {index!r} begins inside block {self.open!r}")
        elif self.state == ENDING:
            yield self._broken("delta", f"block {index!r} begins after the message's delta")
        if index != self.next:
            yield self._broken("blocks", f"block {index!r} begins in place of {self.next}")
        held = event.get("content_block")
        self.block = str(held.get("type")) if isinstance(held, Mapping) else ""
        self.state, self.open, self.sealed = INSIDE, index, False
        self.next = index + 1 if isinstance(index, int) else self.next + 1

    def speak(self, event: Mapping[str, JSON]) -> Iterator[Break]:
        """The open block gets more, of its own kind; nothing follows its signature."""
        index, delta = event.get("index"), event.get("delta")
        if self.state != INSIDE or index != self.open:
            yield self._broken("blocks", f"a delta of block {index!r}, which is not open")
            return
        kind = str(delta.get("type")) if isinstance(delta, Mapping) else ""
        if kind in DELTAS and self.block not in DELTAS[kind][2]:
            yield self._broken("fit", f"{kind} in a block of type {self.block}")
        elif self.sealed:
            yield self._broken("sealed", f"{kind} behind the signature of block {index!r}")
        self.sealed = self.sealed or kind == "signature_delta"

    def close(self, event: Mapping[str, JSON]) -> Iterator[Break]:
        """The open block ends; a thought is sealed by then."""
        index = event.get("index")
        if self.state != INSIDE or index != self.open:
            yield self._broken("blocks", f"block {index!r} stops, which is not open")
            return
        if self.block == "thinking" and not self.sealed:
            yield self._broken("sealed", f"the thought of block {index!r} has no signature")
        self.state = BETWEEN

    def change(self, event: Mapping[str, JSON]) -> Iterator[Break]:
        """The message says why it stops, when all its blocks have."""
        if self.state == INSIDE:
            yield self._broken("closed", f"the message's delta inside block {self.open!r}")
        delta = event.get("delta")
        told = delta.get("stop_reason") if isinstance(delta, Mapping) else None
        self.reason = told if told is not None else self.reason
        self.state = ENDING

    def stop(self, _event: Mapping[str, JSON]) -> Iterator[Break]:
        """The message ends."""
        if self.state == INSIDE:
            yield self._broken("closed", f"message_stop inside block {self.open!r}")
        if self.reason is None:
            yield self._broken("delta", "the message stops without a reason")
        self.state = OVER

    def fail(self, _event: Mapping[str, JSON]) -> Iterator[Break]:
        """The stream tells of its failure and is over."""
        self.state = OVER
        yield from ()

    def left(self) -> Iterator[Break]:
        """What is missing when no event follows."""
        if self.state == BEFORE:
            yield self._broken("start", "no message_start came")
        elif self.state != OVER:
            yield self._broken("stop", "no message_stop came")

    def _broken(self, rule: str, message: str) -> Break:
        return Break(rule, message, self.place)


_STEPS: Mapping[str, Callable[[_Machine, Mapping[str, JSON]], Iterator[Break]]] = {
    "message_start": _Machine.start,
    "content_block_start": _Machine.begin,
    "content_block_delta": _Machine.speak,
    "content_block_stop": _Machine.close,
    "message_delta": _Machine.change,
    "message_stop": _Machine.stop,
    "error": _Machine.fail,
}


def breaks(events: Iterable[JSON]) -> Iterator[Break]:
    """Every break of the order of ``events``, by the rule that it breaks."""
    machine = _Machine()
    for place, event in enumerate(events):
        machine.place = place
        if isinstance(event, Mapping):
            yield from machine.step(event)
    yield from machine.left()
