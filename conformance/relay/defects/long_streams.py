"""Defects of streams that are long: long lines, long waits, and what rides on the chunks.

Rules of this file: a stream of short lines without pauses, options and extras is as it was.
"""

from __future__ import annotations

from dataclasses import replace

from conformance.model import JSON
from conformance.relay.config import Timeouts
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.defects.transfer import BufferStream
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import DONE, EventTooLargeError, InEvent, Kind, OutEvent, SseReader

__all__ = ["LONG_STREAMS"]

_LONGEST_LINE = 2**16
"""What Go's line scanner takes when nobody tells it otherwise."""
EARLY_S = 2.0
"""More than an upstream takes that is well, on any machine; less than one takes that thinks."""
_KNOWN_OPTIONS = {"include_usage"}


class _ScannerReader(SseReader):
    """Reads no further than the first long line."""

    is_stopped = False

    def _take(self, line: bytes) -> list[InEvent]:
        self.is_stopped = self.is_stopped or len(line) > _LONGEST_LINE
        return [] if self.is_stopped else super()._take(line)


class LongLineEndsStream(Defect):
    """A line of more than 64 KiB ends the stream as if all were said."""

    name = "long_line_ends_stream"
    _reader: _ScannerReader | None = None

    def reader(self, reader: SseReader) -> SseReader:
        """Read with a limit."""
        self._reader = _ScannerReader()
        return self._reader

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Take the limit for the end."""
        is_limit = self._reader is not None and self._reader.is_stopped
        return [OutEvent(Kind.DONE, DONE)] if is_limit else events


class _StrictReader(SseReader):
    """Takes no long line."""

    def _take(self, line: bytes) -> list[InEvent]:
        if len(line) > _LONGEST_LINE:
            raise EventTooLargeError("a line is too long")
        return super()._take(line)


class LongLineRefused(Defect):
    """A line of more than 64 KiB is told as an error of the upstream."""

    name = "long_line_refused"

    def reader(self, reader: SseReader) -> SseReader:
        """Read with a limit."""
        return _StrictReader()


class StreamOptions500(Defect):
    """An option of streams that the relay does not know makes it fail with 500."""

    name = "stream_options_500"

    def request_body(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Fail on the first unknown option, and on none at all."""
        options = body.get("stream_options", {"include_usage": False})
        if isinstance(options, dict) and set(options) <= _KNOWN_OPTIONS:
            return body
        message = "The request could not be processed."
        raise RelayError(Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error"))


class ExtrasBreakStream(Defect):
    """A vendor's own key in a chunk ends the stream with an error."""

    name = "extras_break_stream"

    def chunk(self, chunk: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Fail where a key is not in the table."""
        if any(name.startswith("x_") for name in chunk):
            raise UpstreamError(Failure(Cause.BAD_EVENT))
        return [chunk]


class BufferWithTools(BufferStream):
    """The whole stream is collected and written at once when tools are offered."""

    name = "buffer_with_tools"

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Keep the event."""
        return super().octets(octets, event) if self.turn.body.get("tools") else octets


class HeldByPings(Defect):
    """A stream whose upstream sent comments is held open for seconds after its end."""

    name = "held_by_pings"
    switches = frozenset({Switch.HELD_BY_PINGS})


class HangBeforeHead(Defect):
    """An upstream that says nothing at all is waited for without end."""

    name = "hang_before_head"

    def timeouts(self, timeouts: Timeouts) -> Timeouts:
        """Switch the limit off."""
        return replace(timeouts, first_byte_s=None)


class GivesUpEarly(Defect):
    """An upstream that thinks for two seconds is given up on."""

    name = "gives_up_early"

    def timeouts(self, timeouts: Timeouts) -> Timeouts:
        """Lower the limit of those who have patience; it is the default of some relays."""
        if timeouts.first_byte_s is not None and timeouts.first_byte_s <= EARLY_S:
            return timeouts
        return replace(timeouts, first_byte_s=EARLY_S)


class TimeoutAs500(Defect):
    """An upstream that does not answer in time is told as 500."""

    name = "timeout_as_500"

    def error(self, problem: Problem) -> Problem:
        """Change the status."""
        failure = problem.failure
        is_late = failure is not None and failure.cause in {Cause.TIMEOUT, Cause.STALL}
        return replace(problem, status=500) if is_late else problem


LONG_STREAMS: tuple[type[Defect], ...] = (
    LongLineEndsStream,
    LongLineRefused,
    StreamOptions500,
    ExtrasBreakStream,
    BufferWithTools,
    HeldByPings,
    HangBeforeHead,
    GivesUpEarly,
    TimeoutAs500,
)
"""The defects of this family."""
