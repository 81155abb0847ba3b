"""The plan stands before the traffic, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.cli.foretell import dry, foretold
from conformance.session.dry import planned
from conformance.settings.values import RunSettings, Target

LIVE = RunSettings(
    Target.BLACKBOX, "http://h/v1", model="gpt-4o-mini", supports=("chat", "chat.stream"),
    select=("chat-stream",), max_requests=100,
)  # fmt: skip


def test_requests_tokens_money_and_caps_are_told() -> None:
    """With the price that the estimate rests on."""
    plan, rig = planned(LIVE)

    told = list(foretold(plan, rig, LIVE))

    assert told[0] == "plan: 1 requests, about 64 tokens, about 0.0000 US dollars"
    assert "gpt-4o-mini: 0.15 in, 0.6 out (list price, seen " in told[1]
    assert told[2] == "caps: 100 requests"
    assert len(told) == 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_caps_that_stop_the_run_are_told(lang: str) -> None:
    """And, dry, what each area would send."""
    settings = replace(LIVE, lang=lang, max_requests=0, max_tokens=1, max_cost=1.0)

    told = list(dry(*planned(settings), settings))

    assert told[0].split()[:3] == ["chat", "1", "64"]
    assert "--max-requests, --max-tokens" in told[-2]
    assert "http://h/v1" in told[-1]


def test_no_cap_is_told_as_none() -> None:
    """So that nobody waits for one."""
    settings = replace(LIVE, max_requests=None)

    assert "caps: none" in list(foretold(*planned(settings), settings))
