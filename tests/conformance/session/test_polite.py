"""A live relay is asked again after it refused the pace, and not faster than it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from conformance.model import Exchange, RequestSpec
from conformance.session.budget import Budget
from conformance.session.polite import TRIES, PoliteSender
from conformance.transport.leave import Leave

Make = Callable[..., Exchange]
BUSY = {"status": 429, "headers": (("Retry-After", "2"),)}
POOR = (b'{"error":{"message":"x","code":"insufficient_quota"}}', {"status": 429})
SPEC = RequestSpec("POST", "/x")


@dataclass
class Relay:
    """Gives prepared answers in order, the last one again and again; its time is made up."""

    answers: list[Exchange]
    now: float = 0.0
    sent_at: list[float] = field(default_factory=list)

    async def send(
        self, spec: RequestSpec, *, probe: str, exchange_id: str, leave: Leave | None = None
    ) -> Exchange:
        """The next answer."""
        del spec, probe, exchange_id, leave
        self.sent_at.append(self.now)
        return self.answers[min(len(self.sent_at), len(self.answers)) - 1]

    async def sleep(self, wait_s: float) -> None:
        """Time passes."""
        self.now += wait_s


def polite(relay: Relay, budget: Budget | None = None) -> PoliteSender:
    """A sender before ``relay``."""
    return PoliteSender(relay, budget or Budget(), clock=lambda: relay.now, sleep=relay.sleep)


async def test_a_refused_pace_is_waited_out(make_exchange: Make) -> None:
    """And the request booked again."""
    relay, budget = Relay([make_exchange(**BUSY), make_exchange()]), Budget(max_requests=5)
    budget.reserve(0)

    exchange = await polite(relay, budget).send(SPEC, probe="p", exchange_id="p/0")

    assert exchange.status == 200
    assert relay.sent_at == [0.0, 2.0]
    assert budget.requests == 2


async def test_others_wait_too(make_exchange: Make) -> None:
    """What one request was told holds for the next."""
    window = (("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "5s"))
    relay = Relay([make_exchange(headers=window), make_exchange()])
    sender = polite(relay)

    for name in ("a", "b"):
        await sender.send(SPEC, probe=name, exchange_id=f"{name}/0")

    assert relay.sent_at == [0.0, 5.0]
    assert sender.pace.waited_s == 5.0


@pytest.mark.parametrize(
    ("spec", "body", "fields", "budget", "sent"),
    [
        (SPEC, b"", BUSY, Budget(), TRIES),
        (SPEC, *POOR, Budget(), 1),
        (RequestSpec("POST", "/x", volley="v"), b"", BUSY, Budget(), 1),
        (SPEC, b"", BUSY, Budget(max_requests=1, requests=1), 1),
        (SPEC, b"", {"status": 429, "headers": (("Retry-After", "999"),)}, Budget(), 1),
        (SPEC, b"", {"status": 500}, Budget(), 1),
    ],
    ids=["busy", "no-money", "volley", "no-budget", "too-long", "broken"],
)
async def test_not_every_refusal_is_repeated(
    make_exchange: Make, spec: RequestSpec, body: bytes, fields: dict[str, object],
    budget: Budget, sent: int,
) -> None:  # fmt: skip
    """Money does not come by waiting, and a budget is a budget."""
    relay = Relay([make_exchange(body, **fields)])

    exchange = await polite(relay, budget).send(spec, probe="p", exchange_id="p/0")

    assert exchange.status == fields["status"]
    assert len(relay.sent_at) == sent
