"""Knows when we were late ourselves: a machine that halts sees others come late.

Rules of this file: one task looks at the clock at short intervals on the loop
that sends; what it misses, every exchange of that time has missed too.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.model import Exchange, RequestSpec
    from conformance.transport.leave import Leave

__all__ = ["Lateness", "WatchedSender"]

TICK_S = 0.05
FLOOR_S = 0.25
"""Less than this is the ordinary life of a busy machine."""
MOST = 1000
"""Halts that are remembered; an exchange of hours may forget the first."""


class Sender(Protocol):
    """Sends one request and records the whole exchange."""

    async def send(
        self, spec: RequestSpec, *, probe: str, exchange_id: str, leave: Leave | None = None
    ) -> Exchange:
        """The exchange, whatever became of it."""


class Lateness:
    """The halts of one event loop; :meth:`watch` runs until it is cancelled."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._halts: deque[tuple[float, float]] = deque(maxlen=MOST)
        """(end, length) of each."""

    async def watch(self) -> None:
        """Look at the clock again and again."""
        before = self._clock()
        while True:
            await asyncio.sleep(TICK_S)
            now = self._clock()
            self.looked(now, now - before - TICK_S)
            before = now

    def looked(self, now: float, late_s: float) -> None:
        """A look came so much later than it was to."""
        if late_s >= FLOOR_S:
            self._halts.append((now, late_s))

    def longest_since(self, began: float) -> float:
        """The longest halt that ended after ``began``, as far as it lay behind that."""
        return max(
            (min(late_s, end - began) for end, late_s in self._halts if end > began), default=0.0
        )

    def now(self) -> float:
        """The time on its clock."""
        return self._clock()


class WatchedSender:
    """A sender whose exchanges say how late we were meanwhile."""

    def __init__(self, sender: Sender, lateness: Lateness) -> None:
        self._sender = sender
        self._lateness = lateness

    async def send(
        self, spec: RequestSpec, *, probe: str, exchange_id: str, leave: Leave | None = None
    ) -> Exchange:
        """The exchange, with ``late_s`` where there is anything to say."""
        began = self._lateness.now()
        exchange = await self._sender.send(spec, probe=probe, exchange_id=exchange_id, leave=leave)
        late_s = self._lateness.longest_since(began)
        return replace(exchange, late_s=round(late_s, 3)) if late_s else exchange
