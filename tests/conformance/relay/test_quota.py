"""Quota queries agree with each other, and exist only when configured."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

import pytest

from conformance.relay.config import Quota
from conformance.relay.defects.base import Defects
from conformance.relay.quota import QUOTAS, Ledger, billed
from conformance.relay.turn import Turn


def test_quotas_agree() -> None:
    """Dollars, cents and raw units say the same."""
    subscription, usage, token = (ask(Quota(20.0, 5.5, 99)) for ask in QUOTAS.values())

    assert subscription["hard_limit_usd"] == 20.0
    assert usage["total_usage"] == 550.0
    assert token["data"]["total_granted"] == 10_000_000
    assert token["data"]["total_available"] == 7_250_000
    assert subscription["access_until"] == token["data"]["expires_at"] == 99


@pytest.mark.parametrize("path", QUOTAS)
@pytest.mark.parametrize("quota", [None, Quota(1.0)])
def test_query_is_answered_when_configured(
    rig: Any, run: Any, path: str, quota: Quota | None
) -> None:
    """Else the path is unknown."""

    async def work() -> Any:
        async with rig([{}], quota=quota) as r:
            return await r.send(path, method="GET")

    status, _, octets = run(work())

    assert status == (200 if quota else 404)
    assert ("error" in json.loads(octets)) is (quota is None)


def test_each_request_is_booked_on_its_key() -> None:
    """What one key spends is not another's."""
    ledger = Ledger(Quota(20.0, 5.0, per_request_usd=0.5))

    ledger.charge("a")
    ledger.charge("a")

    assert (ledger.of("a").used_usd, ledger.of("b").used_usd) == (6.0, 5.0)


def test_what_is_passed_on_is_paid_for(rig: Any, run: Any) -> None:
    """An answer is; a refusal and the query itself are not."""
    whole = {"id": "c", "choices": []}

    async def work() -> list[float]:
        async with rig([{"body": whole}], quota=Quota(1.0, per_request_usd=0.25)) as r:
            paid = []
            for fields in ({}, {"model": 1}, {}):
                await r.ask(**fields)
                answer = await r.send("/v1/dashboard/billing/usage", method="GET")
                paid.append(json.loads(answer[2])["total_usage"])
            return paid

    assert run(work()) == [25, 25, 50]


@pytest.mark.parametrize(
    ("is_begun", "is_empty", "error", "used"),
    [
        (False, False, None, 1.0),
        (False, True, None, 0.0),
        (True, True, None, 1.0),
        (True, False, asyncio.CancelledError(), 1.0),
        (False, False, asyncio.CancelledError(), 0.0),
    ],
)
def test_what_was_said_is_paid_for(
    is_begun: bool, is_empty: bool, error: BaseException | None, used: float
) -> None:
    """Also by a client that has left, as far as an answer had begun."""
    ledger = Ledger(Quota(10.0, per_request_usd=1.0))
    turn = Turn("r", token="a", is_begun=is_begun, is_empty=is_empty)

    with suppress(asyncio.CancelledError), billed(ledger, turn, Defects()):
        if error:
            raise error
    with billed(None, turn, Defects()):
        pass

    assert ledger.of("a").used_usd == used
