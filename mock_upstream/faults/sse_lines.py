"""A correct stream in one of the forms that the standard allows and few expect.

WHATWG HTML 9.2.6: three line ends, an optional space, comments, unknown and
unused fields. The decoded events stay the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, data_indexes
from mock_upstream.faults.events import data_at, event_starts, replaced
from mock_upstream.frames import Data, Frame, Frames

__all__ = ["Bom", "Comments", "Cr", "Crlf", "DataOnly", "Ids", "NoSpace"]


def _each(frames: Frames, old: bytes, new: bytes) -> Frames:
    """``frames`` with ``old`` replaced in all data."""
    return tuple(
        replace(frame, octets=frame.octets.replace(old, new)) if isinstance(frame, Data) else frame
        for frame in frames
    )


@dataclass(frozen=True, slots=True)
class Crlf(Fault):
    """Lines end in CR LF."""

    name = "sse.crlf"
    phase = Phase.FRAMES
    exclusive = ("the line ends",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events with other line ends."""
        return _each(frames, b"\n", b"\r\n")


@dataclass(frozen=True, slots=True)
class Cr(Fault):
    """Lines end in a bare CR."""

    name = "sse.cr"
    phase = Phase.FRAMES
    exclusive = ("the line ends",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events with other line ends."""
        return _each(frames, b"\n", b"\r")


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
class Ids(Fault):
    """Each event has an ``id:`` line, counting from 1."""

    name = "sse.ids"
    phase = Phase.FRAMES
    exclusive = ("the ids",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events, numbered."""
        for number, index in enumerate(sorted(event_starts(frames)), start=1):
            frame = data_at(frames, index)
            numbered = replace(frame, octets=f"id: {number}\n".encode() + frame.octets)
            frames = replaced(frames, index, numbered)
        return frames
