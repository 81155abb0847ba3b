"""Defects of the octets that frame a stream's events."""

from __future__ import annotations

from dataclasses import replace

from conformance.relay.defects.base import Defect
from conformance.relay.sse import Kind, OutEvent

__all__ = [
    "BareJsonLines",
    "Bom",
    "GluedEvents",
    "Latin1Stream",
    "MixedLineEnds",
    "NoFinalBlankLine",
    "TruncatedJsonEvent",
]

_DONE = {Kind.DONE, Kind.ADDED_DONE}


class Latin1Stream(Defect):
    """The stream's text is encoded in Latin-1, while its head still says UTF-8."""

    name = "latin1_stream"

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Encode anew."""
        return octets.decode().encode("latin-1", errors="replace")


class NoFinalBlankLine(Defect):
    """The last event is not closed by an empty line."""

    name = "no_final_blank_line"

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Cut the empty line off the terminator."""
        return octets.removesuffix(b"\n") if event.kind in _DONE else octets


class MixedLineEnds(Defect):
    """Every second event has CRLF line ends, the others LF."""

    name = "mixed_line_ends"
    _is_second = False

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Change the line ends of every second event."""
        self._is_second = not self._is_second
        return octets if self._is_second else octets.replace(b"\n", b"\r\n")


class BareJsonLines(Defect):
    """One event has a line of JSON that belongs to no field."""

    name = "bare_json_lines"
    _seen = 0

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Put the line before the second event's data."""
        self._seen += 1
        return b'{"note": "no field name"}\n' + octets if self._seen == 2 else octets


class GluedEvents(Defect):
    """Two chunks are two data lines of one event."""

    name = "glued_events"
    _seen = 0
    _held: OutEvent | None = None

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Hold the second chunk and join it to what follows."""
        if event.kind is not Kind.CHUNK:
            return [event]
        self._seen += 1
        if self._seen == 2:
            self._held = event
            return []
        if self._held is not None:
            held, self._held = self._held, None
            return [replace(event, data=f"{held.data}\n{event.data}")]
        return [event]


class Bom(Defect):
    """The stream begins with a byte-order mark."""

    name = "bom"
    _is_begun = False

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Put the mark before the first event."""
        is_begun, self._is_begun = self._is_begun, True
        return octets if is_begun else b"\xef\xbb\xbf" + octets


class TruncatedJsonEvent(Defect):
    """The JSON of one event lacks its last characters."""

    name = "truncated_json_event"
    _seen = 0

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Cut the second chunk short."""
        self._seen += event.kind is Kind.CHUNK
        is_victim = event.kind is Kind.CHUNK and self._seen == 2 and event.data
        return [replace(event, data=event.data[:-5])] if is_victim and event.data else [event]
