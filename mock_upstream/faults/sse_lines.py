"""A correct stream in one of the forms that the standard allows and few expect.

WHATWG HTML 9.2.6: three line ends, an optional space, comments, unknown and
unused fields. The decoded events stay the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, data_indexes
from mock_upstream.faults.events import data_at, event_starts, replaced
from mock_upstream.frames import Data, Frame, Frames

__all__ = ["Bom", "Comments", "DataOnly", "Fields", "LineEnds", "MultiLine", "NoSpace"]

LINE_ENDS = MappingProxyType({"crlf": (b"\r\n",), "cr": (b"\r",), "mixed": (b"\n", b"\r\n", b"\r")})
"""The line ends of one event after the other; all of one event are alike, as CR LF is one."""

FIELDS = MappingProxyType(
    {
        "id": "id: {number}",
        "retry": "retry: 3000",
        "event": "event: message",
        "unknown": "x-trace: {number}",
    }
)
NAME = re.compile(rb"(?m)^event:")
OBJECT = re.compile(rb"(?m)^data: \{(.+)\}\n")


@dataclass(frozen=True, slots=True)
class LineEnds(Fault):
    """Lines end in CR LF, in a bare CR, or in another way in each event (``mixed``)."""

    form: Literal["crlf", "cr", "mixed"] = "crlf"

    name = "sse.line_ends"
    phase = Phase.FRAMES
    exclusive = ("the line ends",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events with other line ends."""
        ends, starts = LINE_ENDS[self.form], event_starts(frames)
        number, out = -1, []
        for index, frame in enumerate(frames):
            number += index in starts
            out.append(_with_ends(frame, ends[number % len(ends)]))
        return tuple(out)


def _with_ends(frame: Frame, end: bytes) -> Frame:
    """``frame`` with ``end`` in place of each line feed."""
    return (
        replace(frame, octets=frame.octets.replace(b"\n", end))
        if isinstance(frame, Data)
        else frame
    )


@dataclass(frozen=True, slots=True)
class DataOnly(Fault):
    """No event has an ``event:`` line."""

    name = "sse.data_only"
    phase = Phase.FRAMES
    exclusive = ("the names",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events without names. Raises FaultError when none has one."""
        bare = tuple(
            replace(frame, octets=re.sub(rb"(?m)^event:[^\r\n]*\r?\n", b"", frame.octets))
            if isinstance(frame, Data)
            else frame
            for frame in frames
        )
        if bare == frames:
            raise FaultError("the events of this stream have no names")
        return bare


@dataclass(frozen=True, slots=True)
class NoSpace(Fault):
    """No space follows the colon: ``data:{...}``."""

    name = "sse.no_space"
    phase = Phase.FRAMES
    exclusive = ("the space",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events without the optional space."""
        return tuple(
            replace(frame, octets=re.sub(rb"(?m)^data: ", b"data:", frame.octets))
            if isinstance(frame, Data)
            else frame
            for frame in frames
        )


@dataclass(frozen=True, slots=True)
class Comments(Fault):
    """A comment line comes before every ``every``-th event, as keep-alives do.

    It is a block of its own, or the first line of the event with ``inside``.
    """

    text: str = "keep-alive"
    every: int = 1
    inside: bool = False

    name = "sse.comments"
    phase = Phase.FRAMES
    exclusive = ("the comments",)
    needs = "stream"

    def __post_init__(self) -> None:
        """Raises FaultError for text of several lines, or a count below 1."""
        if "\n" in self.text or "\r" in self.text:
            raise FaultError("a comment is one line", pointer="/text")
        if self.every < 1:
            raise FaultError("`every` is at least 1", pointer="/every")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events with comments between or in them."""
        line = f": {self.text}\n".encode()
        due = set(sorted(event_starts(frames))[:: self.every])
        out: list[Frame] = []
        for index, frame in enumerate(frames):
            if not isinstance(frame, Data) or index not in due:
                out.append(frame)
            elif self.inside:
                out.append(Data(line + frame.octets, frame.mark))
            else:
                out += [Data(line + b"\n", "comment"), frame]
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Bom(Fault):
    """A byte-order mark comes before the first event."""

    name = "sse.bom"
    phase = Phase.FRAMES
    exclusive = ("the byte-order mark",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same stream behind U+FEFF."""
        found = data_indexes(frames)
        if not found:
            raise FaultError("the reply has no events")
        first = data_at(frames, found[0])
        return replaced(frames, found[0], replace(first, octets=b"\xef\xbb\xbf" + first.octets))


@dataclass(frozen=True, slots=True)
class Fields(Fault):
    """Each event has one line more: ``id``, ``retry``, ``event``, or a field nobody knows.

    ``event`` names every event, which had no name, ``message``: what a reader takes it for.
    """

    form: Literal["id", "retry", "event", "unknown"] = "id"

    name = "sse.fields"
    phase = Phase.FRAMES
    needs = "stream"

    @property
    def exclusive(self) -> tuple[str, ...]:
        """Each field once; names are also what ``sse.data_only`` takes away."""
        return ("the names",) if self.form == "event" else (f"the {self.form} lines",)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events, each with the line before its first."""
        starts = sorted(event_starts(frames))
        if self.form == "event" and any(NAME.search(data_at(frames, i).octets) for i in starts):
            raise FaultError("the events have names already")
        for number, index in enumerate(starts, start=1):
            frame = data_at(frames, index)
            line = FIELDS[self.form].format(number=number).encode()
            frames = replaced(frames, index, replace(frame, octets=line + b"\n" + frame.octets))
        return frames


@dataclass(frozen=True, slots=True)
class MultiLine(Fault):
    """The JSON of each event stands on three data lines, which a reader joins by line feeds."""

    name = "sse.multi_line"
    phase = Phase.FRAMES
    exclusive = ("the data lines",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same values: a line feed after the first brace and before the last is space."""
        split = tuple(
            replace(frame, octets=OBJECT.sub(rb"data: {\ndata: \1\ndata: }\n", frame.octets))
            if isinstance(frame, Data)
            else frame
            for frame in frames
        )
        if split == frames:
            raise FaultError("no event there holds a JSON object")
        return split
