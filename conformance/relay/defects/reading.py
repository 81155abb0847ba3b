"""Defects of reading an upstream's events.

These relays do not see that they lost something: a stream of which nothing
could be read ends like a complete one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from conformance.relay.defects.base import Defect
from conformance.relay.retry import Cause, Commit, Failure, RetryPolicy
from conformance.relay.sse import DONE, InEvent, Kind, OutEvent, SseReader

__all__ = [
    "ChunkIsEvent",
    "CommentAsData",
    "CommentStopsReader",
    "LfOnlyReader",
    "SpaceRequiredReader",
    "Utf8PerRead",
]


class _Careless(Defect):
    """A defect whose losses go unnoticed."""

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Take a clean end for an answer, whatever was read of it."""
        return replace(policy, commits_at=Commit.END)

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """End a stream without a finish reason as if all were well."""
        return [OutEvent(Kind.DONE, DONE)] if failure.cause is Cause.UNFINISHED else events


class _OneReadReader(SseReader):
    """Forgets between two reads what it had not understood."""

    def feed(self, octets: bytes) -> list[InEvent]:
        """Return the events that lie whole in these octets."""
        return SseReader(self._max_octets).feed(octets)

    def close(self) -> list[InEvent]:
        """Return nothing."""
        return []


class ChunkIsEvent(_Careless):
    """Each read is taken for whole events; what is incomplete is thrown away."""

    name = "chunk_is_event"

    def reader(self, reader: SseReader) -> SseReader:
        """Read without memory."""
        return _OneReadReader()


class _LfReader(SseReader):
    """Knows one kind of line end."""

    def close(self) -> list[InEvent]:
        """Return nothing: what is left was never closed by an empty line."""
        return []

    def _line_end(self) -> re.Pattern[bytes]:
        return re.compile(rb"\n")


class LfOnlyReader(_Careless):
    """Line ends other than LF are not understood, so nothing is delivered."""

    name = "lf_only_reader"

    def reader(self, reader: SseReader) -> SseReader:
        """Read LF only."""
        return _LfReader()


class _SpaceReader(SseReader):
    """Takes ``data: x`` for data, and ``data:x`` for nothing."""

    def _add(self, value: str) -> None:
        if value.startswith(" "):
            super()._add(value)


class SpaceRequiredReader(_Careless):
    """Data lines without a space after the colon are ignored."""

    name = "space_required_reader"

    def reader(self, reader: SseReader) -> SseReader:
        """Demand the space."""
        return _SpaceReader()


class _TextReader(SseReader):
    """Decodes each read on its own."""

    def feed(self, octets: bytes) -> list[InEvent]:
        """Return the events, with U+FFFD where a character was split."""
        return super().feed(octets.decode("utf-8", errors="replace").encode())


class Utf8PerRead(Defect):
    """Characters that two reads share turn into U+FFFD."""

    name = "utf8_per_read"

    def reader(self, reader: SseReader) -> SseReader:
        """Decode too early."""
        return _TextReader()


class CommentAsData(Defect):
    """Comments of the upstream come out as data."""

    name = "comment_as_data"

    def comment(self, text: str) -> list[OutEvent]:
        """Send the comment on, colon and all."""
        return [OutEvent(Kind.OTHER, f":{text}")]


class _StoppedReader(SseReader):
    """Reads no further than the first comment."""

    _is_stopped = False

    def _take(self, line: bytes) -> list[InEvent]:
        self._is_stopped = self._is_stopped or line.startswith(b":")
        return [] if self._is_stopped else super()._take(line)


class CommentStopsReader(_Careless):
    """A comment of the upstream is taken for the end of its stream."""

    name = "comment_stops_reader"

    def reader(self, reader: SseReader) -> SseReader:
        """Stop early."""
        return _StoppedReader()
