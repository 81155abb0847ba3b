"""Server-sent events as the WHATWG standard reads them, with all evidence kept.

Rules of this file: interpretation follows HTML section 9.2.6 to the letter;
what HTML drops (blocks without data, the unclosed last block, comments) is
kept beside the events, for clients in the field do not drop it. Lines are
found in octets: neither CR nor LF can be part of a longer UTF-8 sequence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BOM", "Comment", "EventCounter", "LineEnd", "SseEvent", "SseStream", "decode"]

BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"\r\n|\r|\n")
_MAX_RETRY_DIGITS = 18  # 10^18 ms are thirty million years


class LineEnd(StrEnum):
    """The three ends of line that the standard knows."""

    LF = "lf"
    CRLF = "crlf"
    CR = "cr"


_KINDS = {b"\n": LineEnd.LF, b"\r\n": LineEnd.CRLF, b"\r": LineEnd.CR}


@dataclass(frozen=True, slots=True)
class Comment:
    """A line that starts with a colon; ``offset`` counts octets of the body."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class SseEvent:
    """One block of field lines.

    ``event``, ``id`` and ``retry`` are None when the block sets none (a bad
    ``retry`` and an ``id`` with NUL set none). ``fields`` are (name, value,
    whether one space after the colon was dropped) in wire order. ``raw`` are
    the block's octets from ``offset`` on, with comments and closing empty line.
    ``index`` is the number of dispatched events before this block.
    """

    event: str | None
    data: str
    id: str | None
    retry: int | None
    fields: tuple[tuple[str, str, bool], ...]
    offset: int
    raw: bytes
    dispatched: bool
    index: int

    @property
    def data_lines(self) -> tuple[str, ...]:
        """The value of each ``data`` field on its own."""
        return tuple(value for name, value, _ in self.fields if name == "data")

    @property
    def end(self) -> int:
        """Offset of the first octet after the block."""
        return self.offset + len(self.raw)


@dataclass(frozen=True, slots=True)
class SseStream:
    """A decoded body.

    ``events`` are the dispatched blocks, ``blocks`` all closed blocks that have
    a field. ``tail`` are the octets after the last closed block, and
    ``unclosed`` what they would say (None when they hold no field).
    ``invalid_utf8`` is the offset of the first octet that is not UTF-8.
    """

    events: tuple[SseEvent, ...] = ()
    blocks: tuple[SseEvent, ...] = ()
    tail: bytes = b""
    unclosed: SseEvent | None = None
    line_ends: frozenset[LineEnd] = frozenset()
    bom: bool = False
    invalid_utf8: int | None = None
    comments: tuple[Comment, ...] = ()

    @property
    def without_data(self) -> tuple[SseEvent, ...]:
        """The closed blocks that HTML drops for want of a data field."""
        return tuple(block for block in self.blocks if not block.dispatched)


@dataclass(frozen=True, slots=True)
class _Line:
    content: bytes
    offset: int
    end: int
    kind: LineEnd | None
    """None: the body ended inside the line."""


def decode(octets: bytes) -> SseStream:
    """The events of a whole body and what surrounds them. Never raises."""
    bom = octets.startswith(BOM)
    lines = tuple(_lines(octets, len(BOM) if bom else 0))
    blocks: list[SseEvent] = []
    pending: list[_Line] = []
    count = 0
    for line in lines:
        pending.append(line)
        if line.content or line.kind is None:
            continue
        block = _block(octets, pending, count)
        if block.fields:
            blocks.append(block)
        count += block.dispatched
        pending = []
    unclosed = replace(_block(octets, pending, count), dispatched=False) if pending else None
    return SseStream(
        events=tuple(block for block in blocks if block.dispatched),
        blocks=tuple(blocks),
        tail=octets[pending[0].offset :] if pending else b"",
        unclosed=unclosed if unclosed and unclosed.fields else None,
        line_ends=frozenset(line.kind for line in lines if line.kind),
        bom=bom,
        invalid_utf8=_first_invalid(octets),
        comments=tuple(_comment(line) for line in lines if line.content.startswith(b":")),
    )


def _lines(octets: bytes, start: int) -> Iterator[_Line]:
    for match in _LINE_END.finditer(octets, start):
        yield _Line(octets[start : match.start()], start, match.end(), _KINDS[match[0]])
        start = match.end()
    if start < len(octets):
        yield _Line(octets[start:], start, len(octets), None)


def _block(octets: bytes, lines: list[_Line], index: int) -> SseEvent:
    fields = tuple(_field(line) for line in lines if line.content and line.content[:1] != b":")
    data = [value for name, value, _ in fields if name == "data"]
    retries = [value for name, value, _ in fields if name == "retry" and _is_retry(value)]
    return SseEvent(
        event=_last(value for name, value, _ in fields if name == "event"),
        data="\n".join(data),
        id=_last(value for name, value, _ in fields if name == "id" and "\0" not in value),
        retry=int(retries[-1]) if retries else None,
        fields=fields,
        offset=lines[0].offset,
        raw=octets[lines[0].offset : lines[-1].end],
        dispatched=bool(data),
        index=index,
    )


def _field(line: _Line) -> tuple[str, str, bool]:
    name, _, value = line.content.partition(b":")
    had_space = value.startswith(b" ")
    return _text(name), _text(value[had_space:]), had_space


def _comment(line: _Line) -> Comment:
    return Comment(_text(line.content[1:]), line.offset)


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "replace")


def _last(values: Iterator[str]) -> str | None:
    found = None
    for value in values:
        found = value
    return found


def _is_retry(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= _MAX_RETRY_DIGITS


def _first_invalid(octets: bytes) -> int | None:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


class EventCounter:
    """Counts completed events while a body arrives, whatever its reads are.

    After each ``feed`` the count equals ``len(decode(all so far).events)``.
    """

    _KEPT = len(BOM) + len(b"data:")

    def __init__(self) -> None:
        self.count = 0
        self._line = b""  # the first octets of the line, enough to know its name
        self._is_first = True
        self._has_data = False
        self._after_cr = False

    def feed(self, octets: bytes) -> int:
        """The number of events complete after ``octets`` too."""
        if self._after_cr and octets:
            octets = octets.removeprefix(b"\n")
            self._after_cr = False
        start = 0
        for match in _LINE_END.finditer(octets):
            self._extend(octets[start : match.start()])
            self._end_line()
            start = match.end()
            self._after_cr = match[0] == b"\r" and start == len(octets)
        self._extend(octets[start:])
        return self.count

    def _extend(self, octets: bytes) -> None:
        self._line += octets[: self._KEPT - len(self._line)]

    def _end_line(self) -> None:
        line = self._line.removeprefix(BOM) if self._is_first else self._line
        self._line = b""
        self._is_first = False
        if line:
            self._has_data |= line.split(b":", 1)[0] == b"data"
            return
        self.count += self._has_data
        self._has_data = False
