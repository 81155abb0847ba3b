"""Defects of the choice between a stream and an answer in one piece."""

from __future__ import annotations

from conformance.relay.defects.base import Defect

__all__ = ["AlwaysStream", "IgnoreStreamTrue", "StreamByAccept"]


class IgnoreStreamTrue(Defect):
    """``stream: true`` is answered in one piece."""

    name = "ignore_stream_true"

    def wants_stream(self, wants: bool) -> bool:
        """Never stream."""
        return False


class AlwaysStream(Defect):
    """The answer is streamed though nobody asked for it."""

    name = "always_stream"

    def wants_stream(self, wants: bool) -> bool:
        """Always stream."""
        return True


class StreamByAccept(Defect):
    """The Accept header decides on streaming, not the body, when it names a JSON or event type."""

    name = "stream_by_accept"

    def wants_stream(self, wants: bool) -> bool:
        """Believe the header."""
        accept = self.turn.headers.get("Accept", "")
        if "text/event-stream" in accept:
            return True
        return wants and "application/json" not in accept
