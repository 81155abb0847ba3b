"""A plan is told in requests, tokens and money before it begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.rigs import Rig
from conformance.session.forecast import forecast
from conformance.session.prices import price_of
from conformance.session.target import black_box
from conformance.session.worker import plan_for
from conformance.settings.values import RunSettings, Target

LIVE = RunSettings(
    Target.BLACKBOX, "http://h/v1", api_key="sk-1", model="gpt-4o-mini",
    supports=("chat", "chat.stream"),
    select=("chat-stream", "wrong-key*"), max_requests=1, max_tokens=1, max_cost=0.0000001,
)  # fmt: skip


def test_a_live_plan_has_its_price() -> None:
    """By area; refused requests cost nothing."""
    rig = black_box(LIVE)

    found = forecast(plan_for(LIVE, rig), rig)

    assert {name: share.requests for name, share in found.areas.items()} == {"chat": 1, "errors": 2}
    assert found.whole.tokens == 64
    assert found.areas["errors"].usd == 0
    assert 0 < found.whole.usd < 64 * 0.6 / 1_000_000
    assert found.prices == {"gpt-4o-mini": price_of("gpt-4o-mini")}
    assert forecast(plan_for(LIVE, rig), rig, 5.0).whole.usd == pytest.approx(64 * 5 / 1_000_000)


def test_caps_that_the_plan_may_reach_are_named() -> None:
    """No cap is none to reach."""
    rig = black_box(LIVE)
    found = forecast(plan_for(LIVE, rig), rig)
    free = replace(LIVE, max_requests=None, max_tokens=10_000, max_cost=None)

    assert list(found.caps(LIVE)) == ["--max-requests", "--max-tokens", "--max-cost"]
    assert list(found.caps(free)) == []


def test_a_mock_costs_nothing(rig: Rig) -> None:
    """It has no model that anybody pays for."""
    settings = RunSettings(select=("chat-stream",))

    found = forecast(plan_for(settings, rig), rig)

    assert (found.whole.usd, found.prices) == (0, {})
