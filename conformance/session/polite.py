"""Sends to a live relay no faster than it asks to be asked.

Rules of this file: a refusal for the pace is waited out and the request sent
again, booked like any other; a volley is sent as it is, its pace is the point.
"""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conformance.checks.account import Trouble, trouble
from conformance.session.budget import Budget, BudgetSpentError
from conformance.session.pace import LONGEST_S, Pace
from conformance.wire.view import View

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from conformance.model import Exchange, RequestSpec
    from conformance.session.volley import Sender
    from conformance.transport.leave import Leave

__all__ = ["TRIES", "PoliteSender"]

TRIES = 4
"""Times that one request is sent in all, when it is refused for the pace."""

_log = logging.getLogger(__name__)


class PoliteSender:
    """A sender that stands before another and keeps the relay's pace."""

    def __init__(
        self,
        sender: Sender,
        budget: Budget,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sender = sender
        self._budget = budget
        self._clock = clock
        self._sleep = sleep
        self.pace = Pace()

    async def send(
        self,
        spec: RequestSpec,
        *,
        probe: str,
        exchange_id: str,
        leave: Leave | None = None,
    ) -> Exchange:
        """The exchange of the last try; earlier ones were refused for the pace."""
        for attempt in range(1, TRIES + 1):
            if not spec.volley:
                await self._wait()
            exchange = await self._sender.send(
                spec, probe=probe, exchange_id=exchange_id, leave=leave
            )
            if not self._keep_pace(View(exchange)) or spec.volley or attempt == TRIES:
                break
        return exchange

    async def _wait(self) -> None:
        """Wait until nobody has anything against the next request."""
        while (wait_s := self.pace.wait_s(self._clock())) > 0:
            _log.info("waiting for the relay wait_s=%.1f", wait_s)
            self.pace.waited(wait_s)
            await self._sleep(wait_s)

    def _keep_pace(self, view: View) -> bool:
        """Take in what the answer says of the pace; whether to send the request again.

        That is where the pace was refused, waiting helps, and the budget has room.
        """
        found = trouble(view)
        is_rate = found is not None and found.trouble is Trouble.RATE
        if found is None or is_rate:
            self.pace.saw(view.status, view.headers, self._clock(), datetime.now(UTC))
        if not is_rate:
            return False
        if self.pace.wait_s(self._clock()) >= LONGEST_S:
            return False
        try:
            self._budget.reserve(0, usd=0.0)
        except BudgetSpentError:
            return False
        return True
