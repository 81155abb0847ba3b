"""Reading an upstream's events and writing the client's (WHATWG HTML, 9.2.6).

Rules of this file: octets in, events out, and back; no sockets, no JSON. The
reader forgives what the standard forgives, and a last block without its empty
line; the writer writes one plain form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["DONE", "EventTooLargeError", "InEvent", "Kind", "OutEvent", "SseReader", "render"]

DONE = "[DONE]"
_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"[\r\n]")


class EventTooLargeError(ValueError):
    """The upstream sent an event beyond the relay's limit."""


@dataclass(frozen=True, slots=True)
class InEvent:
    """One event or one comment of an upstream; the other field is ``None``."""

    data: str | None = None
    comment: str | None = None


class Kind(StrEnum):
    """What an event to the client is for."""

    CHUNK = "chunk"
    TYPED = "typed"
    DONE = "done"
    ADDED_DONE = "added_done"
    """``[DONE]`` that the upstream forgot and the relay supplied."""
    ERROR = "error"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OutEvent:
    """One event to the client; ``data`` is written as one line per line of it."""

    kind: Kind
    data: str | None
    event: str | None = None
    id: str | None = None


def render(event: OutEvent) -> bytes:
    """Return the octets of one event, closed by its empty line."""
    fields = [("event", event.event), ("id", event.id)]
    lines = [f"{name}: {value}" for name, value in fields if value is not None]
    if event.data is not None:
        lines += [f"data: {line}" for line in event.data.split("\n")]
    return "".join(f"{line}\n" for line in [*lines, ""]).encode()


class SseReader:
    """Turns reads of any size into events; each event leaves as soon as it is whole."""

    def __init__(self, max_octets: int = 64 * 2**20) -> None:
        self._max_octets = max_octets
        self._buffer = bytearray()
        self._searched = 0
        self._is_first = True
        self._after_cr = False
        self._data: list[str] = []
        self._data_octets = 0

    def feed(self, octets: bytes) -> list[InEvent]:
        """Return what the octets complete. Raises EventTooLargeError."""
        self._buffer += octets
        if self._is_first and _BOM.startswith(bytes(self._buffer[:3])) and len(self._buffer) < 3:
            return []
        events = [event for line in self._lines() for event in self._take(line)]
        if len(self._buffer) + self._data_octets > self._max_octets:
            raise EventTooLargeError("the upstream sent an event beyond the limit")
        return events

    def close(self) -> list[InEvent]:
        """Return what a clean end of the body completes."""
        rest = bytes(self._buffer)
        self._buffer.clear()
        last = self._take(self._clean(rest)) if rest else []
        return [*last, *self._take(b"")]

    def _lines(self) -> list[bytes]:
        """Take the complete lines out of the buffer; CR, LF and CRLF end one."""
        lines: list[bytes] = []
        start = 0
        while match := self._line_end().search(self._buffer, max(start, self._searched)):
            end = match.start()
            if match.group() == b"\n" and self._after_cr and end == start:
                self._after_cr = False
            else:
                lines.append(self._clean(bytes(self._buffer[start:end])))
                self._after_cr = match.group() == b"\r"
            start = match.end()
            self._searched = start
        if len(self._buffer) > start:
            self._after_cr = False
        del self._buffer[:start]
        self._searched = len(self._buffer)
        return lines

    def _line_end(self) -> re.Pattern[bytes]:
        return _LINE_END

    def _clean(self, line: bytes) -> bytes:
        """Drop the byte-order mark of the first line."""
        is_first, self._is_first = self._is_first, False
        return line.removeprefix(_BOM) if is_first else line

    def _take(self, line: bytes) -> list[InEvent]:
        """Interpret one line; an empty one closes the event."""
        if not line:
            data, self._data, self._data_octets = self._data, [], 0
            return [InEvent(data="\n".join(data))] if data else []
        text = line.decode("utf-8", errors="replace")
        if text.startswith(":"):
            return [InEvent(comment=text[1:])]
        name, _, value = text.partition(":")
        if name == "data":
            self._data_octets += len(line)
            self._add(value)
        return []

    def _add(self, value: str) -> None:
        """Keep the value of a ``data`` line; one leading space is not part of it."""
        self._data.append(value.removeprefix(" "))
