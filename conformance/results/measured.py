"""Figures that a run has measured: no rule says what they have to be. Pure.

Rules of this file: each exchange is looked at once and let go; a figure names
the exchanges that show it. What a mock was told to do with time is no figure of
a relay, so a wired run gives what the relay added to its upstream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from conformance.model import End

if TYPE_CHECKING:
    from conformance.model import JSON, Exchange, UpstreamCall

__all__ = ["MOST_EXCHANGES", "SILENT", "Measurer"]

MOST_EXCHANGES = 3
"""Exchanges that a figure names."""
ENOUGH = 20
"""Values from which on the slowest twentieth says something."""
SILENT = ("long-silence", "longer-silence")
"""Probes whose upstream says nothing for a while: what comes meanwhile is the relay's own."""

_SIGN = re.compile(rb"(?:(?::[^\r\n]*|event: ?ping\r?\ndata: ?\{[^\r\n]*\})?\r?\n)+")
"""Comments, pings and empty lines, and nothing that says something."""


class _Value(NamedTuple):
    seconds: float
    exchange: str


@dataclass(slots=True)
class Measurer:
    """Takes exchanges in, gives the rows of ``measured`` in ``run.json``."""

    first: list[_Value] = field(default_factory=list)
    added: list[_Value] = field(default_factory=list)
    calls: list[_Value] = field(default_factory=list)
    signs: list[_Value] = field(default_factory=list)
    silences: list[_Value] = field(default_factory=list)

    def add(self, exchange: Exchange) -> None:
        """Take the times of one exchange, if it went well."""
        is_served = exchange.status is not None and exchange.status // 100 == 2
        if not is_served or exchange.end is not End.EOF or exchange.volley:
            return
        if exchange.upstream is None and exchange.ttfb_s is not None and exchange.request.body:
            self.first.append(_Value(exchange.ttfb_s, exchange.id))
        added_s = _added_s(exchange)
        if added_s is not None:
            self.added.append(_Value(added_s, exchange.id))
        if not _is_stream(exchange):
            self.calls.append(_Value(exchange.duration_s, exchange.id))
        elif exchange.probe.partition("[")[0] in SILENT or exchange.upstream is None:
            self._silence(exchange)

    def rows(self) -> list[dict[str, JSON]]:
        """The figures that there are, seconds to the millisecond."""
        found = [*_spread("first_byte", self.first), *_spread("added_latency", self.added)]
        if self.calls:
            found.append(_row("longest_call", [max(self.calls)], len(self.calls)))
        if self.signs:
            middle = median(one.seconds for one in self.signs)
            found.append(_row("heartbeat_interval", self.signs, len(self.signs), middle))
        if self.silences:
            found.append(_row("longest_silence", [max(self.silences)], len(self.silences)))
        return found

    def _silence(self, exchange: Exchange) -> None:
        """The intervals between signs of life before the first word, and the silence without."""
        times = [0.0]
        for read in exchange.reads:
            if not _SIGN.fullmatch(read.octets):
                times.append(read.at_s)
                break
            times.append(read.at_s)
            self.signs.append(_Value(times[-1] - times[-2], exchange.id))
        gaps = [later - earlier for earlier, later in pairwise(times)]
        self.silences += [_Value(max(gaps), exchange.id)] if gaps else []


def _is_stream(exchange: Exchange) -> bool:
    return any(
        name.lower() == "content-type" and value.lower().startswith("text/event-stream")
        for name, value in exchange.headers
    )


def _added_s(exchange: Exchange) -> float | None:
    """How much later the client's first octet came than the upstream's, each from its request.

    ``None`` unless one upstream was called once and went well.
    """
    calls: Sequence[UpstreamCall] = exchange.upstream or ()
    if len(calls) != 1 or calls[0].fault is not None or not calls[0].sent or not exchange.reads:
        return None
    upstream_s = calls[0].sent[0][0] - calls[0].arrived_s
    return max(0.0, exchange.reads[0].at_s - upstream_s)


def _spread(name: str, values: list[_Value]) -> Iterator[dict[str, JSON]]:
    """The median, and the slowest twentieth where there are enough."""
    if not values:
        return
    ranked = sorted(values)
    middle = median(one.seconds for one in ranked)
    near = sorted(ranked, key=lambda one: (abs(one.seconds - middle), one.exchange))
    yield _row(f"{name}_median", near, len(ranked), middle)
    if len(ranked) >= ENOUGH:
        slow = ranked[(len(ranked) * 19) // 20 :]
        yield _row(f"{name}_p95", slow, len(ranked), slow[0].seconds)


def _row(
    name: str, values: Sequence[_Value], count: int, seconds: float | None = None
) -> dict[str, JSON]:
    value = values[0].seconds if seconds is None else seconds
    ids = list(dict.fromkeys(one.exchange for one in values))
    return {
        "name": name,
        "value": round(value, 3),
        "unit": "s",
        "count": count,
        "exchanges": ids[:MOST_EXCHANGES],
    }
