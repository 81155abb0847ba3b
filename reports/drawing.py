"""A timeline as places on a page: percentages across, pixels up.

Rules of this file: pure geometry, nothing in words. A picture is as wide as the
page lets it be, so nothing across is counted in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.streams import Lane, Piece, Timeline, ticks

__all__ = ["Drawing", "DrawnLane", "Mark", "Silence", "draw"]

LANE_PX = 52
SCALE_PX = 20
MOST_PX, LEAST_PX = 24, 5
"""Height of the largest piece of a picture, and of the smallest."""

_LEFT, _WIDTH = 0.5, 97.0
"""Percent; the rest is for the sign of an end at the right."""

NEAR = 0.004
"""Pieces so close to each other, in parts of the picture, are one mark: they would hide it."""

TELLING, TELLING_S = 0.2, 0.5
"""A silence is named when it takes so much of the picture, and so many seconds."""

_CLEAN = frozenset({"eof", "left", "mock"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece: its place, and how high it stands above the line."""

    x: str
    px: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A long time without an octet."""

    x1: str
    x2: str
    middle: str
    seconds: float


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """One side on its line; ``y`` is the top of it."""

    lane: Lane
    y: int
    start: str
    end: str | None
    is_clean: bool
    marks: tuple[Mark, ...]
    silence: Silence | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture."""

    lanes: tuple[DrawnLane, ...]
    ticks: tuple[tuple[str, float], ...]
    height: int


def draw(timeline: Timeline | None) -> Drawing | None:
    """The picture of a timeline; ``None`` where there is nothing to be seen in one."""
    if timeline is None or not _is_telling(timeline):
        return None
    span_s = timeline.span_s
    joined = [_joined(lane.pieces, NEAR * span_s) for lane in timeline.lanes]
    largest = max((piece.octets for pieces in joined for piece in pieces), default=1)
    lanes = tuple(
        _lane(lane, number * LANE_PX, span_s, tuple(_mark(one, span_s, largest) for one in pieces))
        for number, (lane, pieces) in enumerate(zip(timeline.lanes, joined, strict=True))
    )
    scale = tuple((_x(at_s, span_s), at_s) for at_s in ticks(span_s))
    return Drawing(lanes, scale, len(lanes) * LANE_PX + SCALE_PX)


def _is_telling(timeline: Timeline) -> bool:
    """Whether there was a course of time: several pieces, a bad end, or a wait."""
    is_stream = any(len(lane.pieces) > 2 for lane in timeline.lanes)
    return is_stream or timeline.client.end != "eof" or timeline.span_s > 1


def _lane(lane: Lane, y: int, span_s: float, marks: tuple[Mark, ...]) -> DrawnLane:
    start_s, end_s = lane.silence
    is_long = end_s - start_s >= max(TELLING * span_s, TELLING_S)
    return DrawnLane(
        lane,
        y,
        start=_x(lane.start_s, span_s),
        end=None if lane.end_s is None else _x(lane.end_s, span_s),
        is_clean=lane.end in _CLEAN,
        marks=marks,
        silence=Silence(
            _x(start_s, span_s),
            _x(end_s, span_s),
            _x((start_s + end_s) / 2, span_s),
            end_s - start_s,
        )
        if is_long
        else None,
    )


def _joined(pieces: Iterable[Piece], near_s: float) -> list[Piece]:
    """The pieces, those that begin within ``near_s`` of a first one added to it."""
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.at_s - found[-1].at_s <= near_s:
            found[-1] = Piece(found[-1].at_s, found[-1].octets + piece.octets)
        else:
            found.append(piece)
    return found


def _mark(piece: Piece, span_s: float, largest: int) -> Mark:
    """A piece as high as the root of its octets, so that small ones are seen beside large."""
    share = (piece.octets / max(largest, 1)) ** 0.5
    return Mark(_x(piece.at_s, span_s), round(LEAST_PX + (MOST_PX - LEAST_PX) * share))


def _x(at_s: float, span_s: float) -> str:
    return f"{_LEFT + _WIDTH * min(at_s / span_s, 1.0):.2f}%"
