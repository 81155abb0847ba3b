"""A stream over time: what each side of the relay wrote or read, and when.

Rules of this file: reads the pieces of ``run.json`` and measures them; says
nothing in words and draws nothing. What is not a time is refused, what is too
much is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.document import Node

__all__ = ["LANES", "PIECES", "Lane", "Piece", "Timeline", "parse", "ticks"]

LANES, PIECES = 8, 120
"""Lanes, and pieces in each, that are taken at most: a run may be made of anything."""

_DAY_S = 86_400.0
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Piece:
    """Octets of one moment."""

    at_s: float
    octets: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One side: an upstream called ``name``, or the client where that is empty."""

    name: str
    pieces: tuple[Piece, ...]
    start_s: float
    end_s: float | None
    end: str
    """How it ended, as the client saw it; or who closed the call of an upstream."""
    fault: str | None = None
    status: int | None = None

    @property
    def octets(self) -> int:
        """All octets of the lane."""
        return sum(piece.octets for piece in self.pieces)

    @property
    def silence(self) -> tuple[float, float]:
        """The longest time without a piece, from and to; up to the end of the lane."""
        moments = [self.start_s, *(piece.at_s for piece in self.pieces)]
        moments += [] if self.end_s is None else [self.end_s]
        return max(pairwise(moments), key=_length, default=(self.start_s, self.start_s))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The upstreams' lanes in order of their calls, and the client's last."""

    upstreams: tuple[Lane, ...]
    client: Lane
    calls: int

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Every lane, the client's last."""
        return (*self.upstreams, self.client)

    @property
    def span_s(self) -> float:
        """From the request to the last that happened; never nothing."""
        ends = [lane.end_s or 0.0 for lane in self.lanes]
        ends += [piece.at_s for lane in self.lanes for piece in lane.pieces[-1:]]
        return max(*ends, 0.001)


def parse(node: Node | None) -> Timeline | None:
    """The timeline of a result, if it has one. Raises RunError for one that is none."""
    if node is None:
        return None
    client = node.need("client")
    return Timeline(
        tuple(_upstream(call) for call in islice(node.items("upstream"), LANES)),
        Lane(
            "",
            _pieces(client.items("reads")),
            start_s=0.0,
            end_s=_seconds(client.need("end_s")),
            end=client.need("end").text(),
        ),
        int(node.need("calls").number()),
    )


def ticks(span_s: float) -> tuple[float, ...]:
    """Round moments for a scale, three to seven of them, the first at nothing."""
    step = min(
        (base * 10.0**power for power in range(-4, 6) for base in _STEPS),
        key=lambda one: (span_s / one > 6, abs(span_s / one - 5)),
    )
    return tuple(round(step * number, 6) for number in range(int(span_s / step + 1e-9) + 1))


def _upstream(call: Node) -> Lane:
    closed, status = call.find("closed_s"), call.find("status")
    return Lane(
        call.need("name").text(),
        _pieces(call.items("writes")),
        start_s=_seconds(call.need("arrived_s")),
        end_s=None if closed is None else _seconds(closed),
        end=call.need("closed").text(),
        fault=call.optional("fault"),
        status=None if status is None else int(status.number()),
    )


def _pieces(rows: Iterable[Node]) -> tuple[Piece, ...]:
    return tuple(_piece(row) for row in islice(rows, PIECES))


def _piece(row: Node) -> Piece:
    at_s, octets = row.pair()
    return Piece(_seconds(at_s), max(0, int(octets.number())))


def _seconds(node: Node) -> float:
    """A time of the scale: none lies before the request, and none a day after it."""
    return min(max(node.number(), 0.0), _DAY_S)


def _length(span: tuple[float, float]) -> float:
    return span[1] - span[0]
