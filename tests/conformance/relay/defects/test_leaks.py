"""Defects of what a client learns that is the relay's own business."""

from __future__ import annotations

from typing import Any

import pytest
from multidict import CIMultiDict

from conformance.relay.config import Channel
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.defects.leaks import (
    AccountHeadersPassed,
    CookiesPassed,
    FetchesPictures,
    GarbledTextPassed,
    KeyHashTold,
    LoosePaths,
    PathClimbs,
    QueryKeysPassed,
    StorageTold,
    UpstreamCookiesPassed,
)
from conformance.relay.envelope import Problem, Reason
from conformance.relay.relayed import problem_of
from conformance.relay.retry import Cause, Failure
from conformance.relay.turn import Turn

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})
HEARD = CIMultiDict({"set-cookie": "a=1", "openai-organization": "org-1", "server": "x"})


@pytest.mark.parametrize(
    ("defect", "said"),
    [
        (KeyHashTold, "Key hash 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b."),
        (StorageTold, "Not found in table 'api_tokens'."),
    ],
)
def test_the_refusal_of_a_key_says_too_much(told: Any, defect: type[Defect], said: str) -> None:
    """Other refusals are as they were."""
    assert told(defect, Reason.BAD_KEY, token="secret")[0].message == f"no {said}"
    assert told(defect, Reason.MISSING_KEY, token="secret")[0].message == "no"


@pytest.mark.parametrize(
    ("failure", "tells"),
    [
        (Failure(Cause.GARBLED, 200, text="busy"), True),
        (Failure(Cause.GARBLED, 404, text="busy"), False),
        (Failure(Cause.STATUS, 200, text="busy"), False),
    ],
)
def test_what_is_no_json_is_told(failure: Failure, *, tells: bool) -> None:
    """Only what came with 200."""
    problem: Problem = problem_of(failure, CHANNEL)

    shown = GarbledTextPassed(Turn("r")).error(problem)

    assert (shown.message == f"{problem.message} busy") is tells
    assert (shown == problem) is not tells


def test_own_problems_have_no_garbled_text(told: Any) -> None:
    """Nobody said anything."""
    assert told(GarbledTextPassed, Reason.BAD_JSON)[0].message == "no"


def test_further_keys_go_on() -> None:
    """Cookies and keys, and nothing else of the client's."""
    sent = CIMultiDict({"cookie": "a=1", "x-api-key": "k", "x-other": "1"})

    shown = CookiesPassed(Turn("r", headers=sent)).request_headers({"Accept": "*/*"})

    assert shown == {"Accept": "*/*", "Cookie": "a=1", "X-Api-Key": "k"}


@pytest.mark.parametrize(
    ("body", "path"), [({"key": "k"}, "/responses/r?key=k"), ({"limit": "1"}, "/responses/r")]
)
def test_a_key_of_the_query_goes_on(body: Any, path: str) -> None:
    """Only a key does."""
    assert QueryKeysPassed(Turn("r", body=body)).request_path("/responses/r") == path


@pytest.mark.parametrize(
    ("defect", "more"),
    [
        (UpstreamCookiesPassed, {"Set-Cookie": "a=1"}),
        (AccountHeadersPassed, {"OpenAI-Organization": "org-1"}),
    ],
)
def test_headers_of_the_upstream_come_through(defect: type[Defect], more: Any) -> None:
    """Those that were sent; without them nothing changes."""
    assert defect(Turn("r", heard=HEARD)).headers({"A": "1"}) == {"A": "1"} | more
    assert defect(Turn("r")).headers({"A": "1"}) == {"A": "1"}


@pytest.mark.parametrize(
    ("defect", "switch"),
    [
        (PathClimbs, Switch.CLIMBS),
        (LoosePaths, Switch.LOOSE_PATHS),
        (FetchesPictures, Switch.FETCHES),
    ],
)
def test_a_duty_is_left_undone(defect: type[Defect], switch: Switch) -> None:
    """What that means is shown with the relay."""
    assert defect.switches == {switch}
