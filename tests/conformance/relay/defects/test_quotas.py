"""Defects of quota queries."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.config import Quota
from conformance.relay.defects import quotas
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.quota import QUOTAS
from conformance.relay.turn import Turn

QUOTA = Quota(20.0, 5.0)


@pytest.mark.parametrize(
    ("defect", "path", "changed"),
    [
        (
            quotas.QuotaLimitString,
            "/v1/dashboard/billing/subscription",
            {"hard_limit_usd": "20.0"},
        ),
        (quotas.QuotaUsageString, "/v1/dashboard/billing/usage", {"total_usage": "500.0"}),
        (quotas.QuotaUsageFalls, "/v1/dashboard/billing/usage", {"total_usage": -500.0}),
        (quotas.QuotaTokenString, "/api/usage/token", {"total_available": "7500000"}),
        (quotas.QuotaTokenUnbalanced, "/api/usage/token", {"total_granted": 7_500_000}),
        (
            quotas.QuotaTokenSwapped,
            "/api/usage/token",
            {"total_used": 7_500_000, "total_available": 2_500_000},
        ),
    ],
)
def test_one_number_is_wrong(defect: type[Defect], path: str, changed: Any) -> None:
    """The rest is as it was, and so are the other paths."""
    for other, ask in QUOTAS.items():
        body = ask(QUOTA)
        told = defect(Turn("r", path=other)).result(body)
        if other != path:
            assert told == body
        elif "data" in body:
            assert told == body | {"data": body["data"] | changed}
        else:
            assert told == body | changed


def test_anybody_is_told(rig: Any, run: Any) -> None:
    """Without a key as with one; the models are not."""

    async def work(*defects: str) -> list[int]:
        async with rig([{}], quota=QUOTA, defects=defects) as r:
            nobody = {"Authorization": "Bearer sk-unknown"}
            paths = ("/api/usage/token", "/v1/models")
            return [(await r.send(path, method="GET", headers=nobody))[0] for path in paths]

    assert quotas.QuotaOpen.switches == {Switch.OPEN_QUOTA}
    assert run(work("quota_open")) == [200, 401]
    assert run(work()) == [401, 401]
