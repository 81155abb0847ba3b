"""A correct stream whose octets arrive in unusual pieces.

These faults change no octet, only where one write ends and the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Literal, TypeAlias

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, Seconds, data_indexes
from mock_upstream.faults.events import data_at
from mock_upstream.frames import Data, Frame, Frames, Pause

__all__ = ["Bytewise", "Glued", "OneWrite", "Split", "pieces"]

NO_GAP = Seconds(0)
GAP = Seconds(0.002)
"""Long enough on loopback that two writes are two reads."""

Offset: TypeAlias = Callable[[bytes], int | None]
"""Where to cut the octets of one event, or None."""

PLACES = MappingProxyType(
    {
        "json": "a middle",
        "utf8": "a character of several octets",
        "line_end": "two line ends at its end",
        "field": "a data line first",
    }
)


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
        return tuple(piece for frame in frames for piece in pieces(frame, self.octets, self.gap))


def pieces(frame: Frame, octets: int, gap: float) -> Iterator[Frame]:
    """``frame`` in data frames of so many octets, with ``gap`` behind each."""
    if not isinstance(frame, Data):
        yield frame
        return
    for start in range(0, len(frame.octets), octets):
        yield Data(frame.octets[start : start + octets], frame.mark)
        if gap:
            yield Pause(gap)


def _inside_character(octets: bytes) -> int | None:
    """The offset behind the first octet of the first long character."""
    return next((index + 1 for index, octet in enumerate(octets) if octet >= 0xC0), None)


def _inside_line_end(octets: bytes) -> int | None:
    """The offset between CR and LF, or else between the two last line ends."""
    place = octets.find(b"\r\n")
    if place >= 0:
        return place + 1
    return len(octets) - 1 if octets.endswith((b"\n\n", b"\r\r")) else None


OFFSETS: Mapping[str, Offset] = MappingProxyType(
    {
        "json": lambda octets: len(octets) // 2 or None,
        "utf8": _inside_character,
        "line_end": _inside_line_end,
        "field": lambda octets: 2 if octets.startswith(b"data:") else None,
    }
)


@dataclass(frozen=True, slots=True)
class Split(Fault):
    """Events are written in two parts, cut inside JSON, a character, a line end or a field name.

    Strikes every event that has such a place, or the one ``at`` names.
    """

    inside: Literal["json", "utf8", "line_end", "field"] = "json"
    gap: Seconds = GAP

    name = "sse.split"
    phase = Phase.FRAMES
    exclusive = ("the pieces", "the coding")
    takes_place = True
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same octets in more frames."""
        split = _split(frames, at, self.gap, OFFSETS[self.inside])
        if split == frames:
            raise FaultError(f"no event there has {PLACES[self.inside]}")
        return split


@dataclass(frozen=True, slots=True)
class Glued(Fault):
    """Each write has ``events`` events; what would be waited for between them is not."""

    events: int = 2

    name = "sse.glued"
    phase = Phase.FRAMES
    exclusive = ("the pieces", "the silence")
    needs = "stream"

    def __post_init__(self) -> None:
        """Raises FaultError unless something is glued."""
        if self.events < 2:
            raise FaultError("at least 2 events are glued", pointer="/events")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """Fewer data frames with the same octets."""
        found = data_indexes(frames)
        if len(found) < 2:
            raise FaultError("the reply has no two events")
        groups = [found[start : start + self.events] for start in range(0, len(found), self.events)]
        for group in reversed(groups):
            octets = b"".join(data_at(frames, index).octets for index in group)
            mark = data_at(frames, group[0]).mark
            frames = (*frames[: group[0]], Data(octets, mark), *frames[group[-1] + 1 :])
        return frames


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
