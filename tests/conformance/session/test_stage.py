"""A recorded exchange gets its upstream's conduct back before it is sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.errors import UsageError
from conformance.model import Exchange, SentRequest
from conformance.rigs import Rig
from conformance.session.again import send_again
from conformance.session.stage import set_stage


@pytest.fixture
def asked(rig: Rig, make_exchange: Callable[..., Exchange]) -> Exchange:
    """A request of the second lane, as the probe ``upstream-html`` sends it."""
    lane = rig.lanes[0]
    body = f'{{"model":"{lane.model}","messages":[{{"role":"user","content":"Hello."}}]}}'
    headers = (("authorization", f"Bearer {lane.api_key}"), ("content-type", "application/json"))
    request = SentRequest("POST", f"{rig.base_url}/chat/completions", headers, body.encode())
    return make_exchange(probe="upstream-html[stream=false]", request=request)


def test_the_mock_plays_the_probe_again(rig: Rig, asked: Exchange) -> None:
    """The same request meets the same fault."""
    lane = set_stage(asked, rig)

    assert lane == rig.lanes[0]
    assert send_again(asked, None, None).status == 502


def test_a_probe_that_is_gone_is_named(rig: Rig, asked: Exchange) -> None:
    """Catalogues change."""
    with pytest.raises(UsageError, match="no probe 'gone'"):
        set_stage(replace(asked, probe="gone"), rig)


def test_a_rig_without_a_mock_is_said(rig: Rig, asked: Exchange) -> None:
    """There is nothing to set up."""
    with pytest.raises(UsageError, match="no mock"):
        set_stage(asked, replace(rig, control_url=None))
