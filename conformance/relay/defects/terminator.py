"""Defects of the stream's terminating event."""

from __future__ import annotations

from dataclasses import replace

from conformance.relay.defects.base import Defect, Switch
from conformance.relay.sse import DONE, Kind, OutEvent

__all__ = [
    "ChunkAfterDone",
    "DoneOnlyIfUpstream",
    "DoneWithTrailingSpace",
    "DoubleDone",
    "DropDone",
    "ForwardAfterDone",
]

_DONE = {Kind.DONE, Kind.ADDED_DONE}


class DropDone(Defect):
    """The stream ends without [DONE]."""

    name = "drop_done"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Swallow the terminator."""
        return [] if event.kind in _DONE else [event]


class DoubleDone(Defect):
    """[DONE] is sent twice."""

    name = "double_done"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Repeat the terminator."""
        return [event, event] if event.kind in _DONE else [event]


class DoneWithTrailingSpace(Defect):
    """[DONE] is followed by a blank on its line."""

    name = "done_with_trailing_space"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Add the blank."""
        return [replace(event, data=f"{DONE} ")] if event.kind in _DONE else [event]


class ChunkAfterDone(Defect):
    """A chunk that was sent before follows [DONE]."""

    name = "chunk_after_done"
    _chunks: tuple[OutEvent, ...] = ()

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Keep the first two chunks; send the later of them again at the end."""
        if event.kind is Kind.CHUNK and len(self._chunks) < 2:
            self._chunks = (*self._chunks, event)
        return [event, *self._chunks[-1:]] if event.kind in _DONE else [event]


class DoneOnlyIfUpstream(Defect):
    """[DONE] is missing when the upstream forgot it."""

    name = "done_only_if_upstream"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Swallow the terminator that the relay supplied."""
        return [] if event.kind is Kind.ADDED_DONE else [event]


class ForwardAfterDone(Defect):
    """Everything after the upstream's first [DONE] is passed on as well."""

    name = "forward_after_done"
    switches = frozenset({Switch.READS_PAST_DONE})
