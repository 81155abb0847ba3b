"""A full load is told before it is sent, and a live relay has to be allowed it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.errors import UsageError
from conformance.rigs import Rig
from conformance.session.load import announced, of_plan
from conformance.session.target import black_box
from conformance.session.worker import plan_for
from conformance.settings.values import RunSettings, Target

LIVE = RunSettings(
    Target.BLACKBOX,
    "http://h/v1",
    api_key="sk-1",
    model="m",
    profile="apiyi",
    supports=("chat", "rate_limit"),
    load="full",
    max_requests=1000,
    max_tokens=200_000,
)


def test_a_light_load_says_nothing(rig: Rig) -> None:
    """Nor does it need lanes of its own."""
    assert announced(plan_for(RunSettings(), rig), rig, RunSettings()) == ()


def test_a_live_relay_has_to_be_allowed_it() -> None:
    """The refusal says how much it is, and which flags allow it."""
    rig = black_box(LIVE)
    plan = plan_for(LIVE, rig)

    with pytest.raises(UsageError, match="--max-requests 4120 --max-tokens 299840") as refused:
        announced(plan, rig, LIVE)
    allowed = replace(LIVE, max_requests=4120, max_tokens=299_840)

    assert "http://h/v1 is live" in str(refused.value)
    assert of_plan(plan, rig) == (3120, 99_840)
    assert announced(plan, rig, allowed) == (
        "the full load is up to 3120 requests and 99840 tokens",
    )
