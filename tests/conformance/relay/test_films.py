"""Refusals of those who make films."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from conformance.relay import films
from conformance.relay.config import Channel
from conformance.relay.envelope import Problem, Reason
from conformance.relay.retry import Cause, Failure

CHANNEL = Channel("c", "http://up.example/v1", "sk-up", {})


@pytest.mark.parametrize(
    ("reason", "status", "code"),
    [
        (Reason.NO_SUCH_TASK, 404, 1203),
        (Reason.BAD_JSON, 400, 1200),
        (Reason.LIMIT, 429, 1302),
        (Reason.UPSTREAM, 502, 5000),
    ],
)
def test_kling_has_digits_for_each_status(reason: Reason, status: int, code: int) -> None:
    """And the id of the request."""
    told = films.kling(Problem(reason, status, "no"), "r")

    assert told == {"code": code, "message": "no", "request_id": "r"}
    assert specs.validator("kling/error.json").is_valid(told)


def test_runway_has_words_under_error() -> None:
    """And nothing else."""
    assert films.worded(Problem(Reason.NO_SUCH_TASK, 404, "no"), "r") == {"error": "no"}


@pytest.mark.parametrize("tell", [films.kling, films.worded])
def test_a_wrong_key_is_told_as_everywhere(tell: Any) -> None:
    """Nobody looks yet which family is spoken."""
    assert isinstance(tell(Problem(Reason.BAD_KEY, 401, "no"), "r")["error"], dict)


def test_an_upstreams_own_words_are_passed_on() -> None:
    """With its code."""
    body = {"code": 1301, "message": "not wanted"}
    failure = Failure(Cause.STATUS, 400, body=body)
    problem = Problem(Reason.UPSTREAM, 400, "no", failure=failure, channel=CHANNEL)

    assert films.kling(problem, "r") == body
