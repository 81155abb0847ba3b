"""A correct stream whose octets arrive in unusual pieces.

These faults change no octet, only where one write ends and the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, Seconds, data_indexes
from mock_upstream.faults.events import data_at
from mock_upstream.frames import Data, Frame, Frames, Pause

__all__ = ["Bytewise", "OneWrite", "SplitJson", "SplitUtf8"]

NO_GAP = Seconds(0)
GAP = Seconds(0.002)
"""Long enough on loopback that two writes are two reads."""

Offset: TypeAlias = Callable[[bytes], int | None]
"""Where to cut the octets of one event, or None."""


@dataclass(frozen=True, slots=True)
class Bytewise(Fault):
    """The stream arrives ``octets`` at a time, with ``gap`` between two writes."""

    octets: int = 1
    gap: Seconds = NO_GAP

    name = "sse.bytewise"
    phase = Phase.FRAMES
    exclusive = ("the pieces",)
    needs = "stream"

    def __post_init__(self) -> None:
        """Raises FaultError unless a piece has octets."""
        if self.octets < 1:
            raise FaultError("a piece has at least 1 octet", pointer="/octets")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """One data frame per piece."""
        return tuple(piece for frame in frames for piece in self._pieces(frame))

    def _pieces(self, frame: Frame) -> Iterator[Frame]:
        """The pieces of one frame."""
        if not isinstance(frame, Data):
            yield frame
            return
        for start in range(0, len(frame.octets), self.octets):
            yield Data(frame.octets[start : start + self.octets], frame.mark)
            if self.gap:
                yield Pause(self.gap)


@dataclass(frozen=True, slots=True)
class SplitUtf8(Fault):
    """Events are written in two parts, cut inside a character of several octets.

    Strikes every event that has such a character, or the one ``at`` names.
    """

    gap: Seconds = GAP

    name = "sse.split_utf8"
    phase = Phase.FRAMES
    exclusive = ("the pieces",)
    takes_place = True
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same octets in more frames. Raises FaultError when all is ASCII."""
        split = _split(frames, at, self.gap, _inside_character)
        if split == frames:
            raise FaultError("no event there holds a character of several octets")
        return split


@dataclass(frozen=True, slots=True)
class SplitJson(Fault):
    """Events are written in two parts, cut in the middle of their JSON.

    Strikes every event, or the one ``at`` names.
    """

    gap: Seconds = GAP

    name = "sse.split_json"
    phase = Phase.FRAMES
    exclusive = ("the pieces",)
    takes_place = True
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same octets in more frames."""
        return _split(frames, at, self.gap, lambda octets: len(octets) // 2 or None)


@dataclass(frozen=True, slots=True)
class OneWrite(Fault):
    """All events of the stream arrive in a single write."""

    name = "sse.one_write"
    phase = Phase.FRAMES
    exclusive = ("the pieces", "the silence")
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """One data frame at the place of the first; pauses between events are gone."""
        found = data_indexes(frames)
        if not found:
            raise FaultError("the reply has no events")
        first, last = found[0], found[-1]
        octets = b"".join(data_at(frames, index).octets for index in found)
        return (*frames[:first], Data(octets), *frames[last + 1 :])


def _inside_character(octets: bytes) -> int | None:
    """The offset behind the first octet of the first long character."""
    return next((index + 1 for index, octet in enumerate(octets) if octet >= 0xC0), None)


def _split(frames: Frames, at: At | None, gap: float, offset: Offset) -> Frames:
    """``frames`` with the data meant cut in two where ``offset`` says."""
    wanted = set(data_indexes(frames)) if at is None else {at.index(frames)}
    out: list[Frame] = []
    for index, frame in enumerate(frames):
        cut = offset(frame.octets) if isinstance(frame, Data) and index in wanted else None
        if not isinstance(frame, Data) or cut is None:
            out.append(frame)
            continue
        pause = (Pause(gap),) if gap else ()
        out += [Data(frame.octets[:cut], frame.mark), *pause, Data(frame.octets[cut:], frame.mark)]
    return tuple(out)
