"""What was written and read when, on both sides of a relay, small enough to be drawn. Pure.

Rules of this file: times are seconds since the request; a side of many pieces
is thinned out by adding up neighbours, so that sums, first and last stay true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import End

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.model import JSON, Exchange, UpstreamCall

__all__ = ["CALLS", "POINTS", "timeline"]

POINTS = 80
"""Pieces of one side: more cannot be told apart on a page."""
APART_S = 0.05
"""Seconds by which two clocks may differ that are read on either side of a busy relay."""
CALLS = 6
"""Calls of upstreams; the first ones, and of more the last."""


def timeline(exchange: Exchange) -> dict[str, JSON]:
    """The reads of the client and the writes of the upstreams, on the client's clock."""
    calls = exchange.upstream or ()
    began_s = _began_s(exchange, calls)
    shown = calls if len(calls) <= CALLS else (*calls[: CALLS - 1], calls[-1])
    return {
        "client": {
            "head_s": _rounded(exchange.ttfb_s),
            "reads": _thinned([(one.at_s, len(one.octets)) for one in exchange.reads]),
            "end_s": _rounded(exchange.duration_s),
            "end": exchange.end.value,
        },
        "upstream": [_call(call, began_s) for call in shown],
        "calls": len(calls),
    }


def _began_s(exchange: Exchange, calls: Sequence[UpstreamCall]) -> float:
    """When the request began on the upstreams' clock; an old record is set to its first call.

    No client has read a whole answer before it was written: where two clocks say so, they
    are moved together, as far as what lies between two looks at a clock explains it.
    """
    first_s = min((call.arrived_s for call in calls), default=0.0)
    if exchange.began_s is None:
        return first_s
    last_s = max((call.sent[-1][0] for call in calls if call.sent), default=0.0)
    apart_s = last_s - exchange.began_s - exchange.duration_s
    is_told = exchange.end is End.EOF and 0 < apart_s <= APART_S
    return min(exchange.began_s + (apart_s if is_told else 0.0), first_s)


def _call(call: UpstreamCall, began_s: float) -> dict[str, JSON]:
    return {
        "name": call.upstream,
        "arrived_s": _rounded(call.arrived_s - began_s),
        "status": call.status,
        "fault": call.fault,
        "writes": _thinned([(at_s - began_s, octets) for at_s, octets in call.sent]),
        "closed": call.closed,
        "closed_s": None if call.closed_s is None else _rounded(call.closed_s - began_s),
    }


def _thinned(pieces: Sequence[tuple[float, int]]) -> list[list[JSON]]:
    """At most :data:`POINTS` pieces of the same sum, those close to each other joined."""
    if len(pieces) <= POINTS:
        return [[_rounded(at_s), octets] for at_s, octets in pieces]
    start_s, end_s = pieces[0][0], pieces[-1][0]
    slot_s = (end_s - start_s) / (POINTS - 1) or 1.0
    return [[_rounded(at_s), octets] for at_s, octets in _joined(pieces, start_s, slot_s)]


def _joined(
    pieces: Iterable[tuple[float, int]], start_s: float, slot_s: float
) -> Iterable[tuple[float, int]]:
    slots: dict[int, tuple[float, int]] = {}
    for at_s, octets in pieces:
        slot = int((at_s - start_s) / slot_s)
        first_s, before = slots.get(slot, (at_s, 0))
        slots[slot] = (first_s, before + octets)
    return slots.values()


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 4)
