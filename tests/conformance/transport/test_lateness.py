"""Our own halts are seen, and stand with the exchanges that they touch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from conformance.model import Exchange, RequestSpec
from conformance.transport.lateness import FLOOR_S, TICK_S, Lateness, WatchedSender
from conformance.transport.leave import Leave


def test_the_longest_halt_since_then_counts() -> None:
    """As far as it lay in the time that is asked for."""
    lateness = Lateness(lambda: 0.0)
    for now, late_s in ((10.0, 5.0), (20.0, 3.0), (21.0, FLOOR_S / 2)):
        lateness.looked(now, late_s)

    assert lateness.longest_since(0.0) == 5.0
    assert lateness.longest_since(8.0) == 3.0
    assert lateness.longest_since(19.0) == 1.0
    assert lateness.longest_since(20.0) == 0.0


async def test_a_halt_of_the_loop_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the clock alone; nobody waits for it here."""
    times = iter([0.0, TICK_S, TICK_S + 2.0])

    async def sleep(_: float) -> None:
        """No time passes."""

    def clock() -> float:
        try:
            return next(times)
        except StopIteration:
            raise asyncio.CancelledError from None

    monkeypatch.setattr(asyncio, "sleep", sleep)
    lateness = Lateness(clock)

    with pytest.raises(asyncio.CancelledError):
        await lateness.watch()

    assert lateness.longest_since(0.0) == pytest.approx(2.0 - TICK_S)


@pytest.mark.parametrize(("late_s", "expected"), [(0.0, 0.0), (1.5, 1.5)])
async def test_an_exchange_says_how_late_we_were(
    make_exchange: Callable[..., Exchange], late_s: float, expected: float
) -> None:
    """Or nothing."""
    lateness = Lateness(lambda: 100.0)

    class Slow:
        """Sends while we halt."""

        async def send(
            self, spec: RequestSpec, *, probe: str, exchange_id: str, leave: Leave | None = None
        ) -> Exchange:
            """The exchange."""
            del spec, probe, exchange_id, leave
            lateness.looked(102.0, late_s)
            return make_exchange()

    sender = WatchedSender(Slow(), lateness)
    exchange = await sender.send(RequestSpec("GET", "/x"), probe="p", exchange_id="p/0")

    assert exchange.late_s == expected
