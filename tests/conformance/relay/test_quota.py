"""Quota queries agree with each other, and exist only when configured."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.config import Quota
from conformance.relay.quota import QUOTAS


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
