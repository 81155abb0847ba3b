"""Defects of what a client is told about an upstream's failure."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.answer import Answer, Body
from conformance.relay.config import Channel
from conformance.relay.defects import upstream_errors
from conformance.relay.envelope import Problem, Reason, refusal
from conformance.relay.relayed import problem_of
from conformance.relay.retry import Cause, Failure
from conformance.relay.turn import Turn

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})
ERROR = {"message": "bad n", "type": "t", "code": "c", "param": "n"}


def problem(status: int, text: str = "") -> Problem:
    """Return what an honest relay tells of a status."""
    headers = {"Retry-After": "9"}
    return problem_of(Failure(Cause.STATUS, status, ERROR, text, headers), CHANNEL)


FACTS = {
    400: (400, "bad n", "t", "c", "n", {}),
    429: (429, "bad n", "t", "c", "n", {"Retry-After": "9"}),
    500: (500, "The upstream failed to answer.", "t", "c", None, {}),
    503: (503, "The upstream failed to answer.", "t", "c", None, {"Retry-After": "9"}),
}


def facts(shown: Problem) -> tuple[Any, ...]:
    """Return all that a client can see of a problem."""
    return (
        shown.status,
        shown.message,
        shown.type,
        shown.code,
        shown.param,
        dict(shown.headers),
    )


@pytest.mark.parametrize(
    ("defect", "changed"),
    [
        (
            upstream_errors.Flatten4xx,
            {400: (502, FACTS[500][1], "server_error", "upstream_error", None, {})},
        ),
        (upstream_errors.ErrorCodeLost, {400: (400, "bad n", "t", "upstream_error", None, {})}),
        (upstream_errors.ErrorMessageLost, {400: (400, "upstream error", "t", "c", "n", {})}),
        (upstream_errors.Upstream429As500, {429: (500, *FACTS[429][1:])}),
        (
            upstream_errors.Upstream5xxAs200,
            {500: (200, *FACTS[500][1:]), 503: (200, *FACTS[503][1:])},
        ),
        (
            upstream_errors.RetryAfterMadeUp,
            {
                429: (*FACTS[429][:-1], {"Retry-After": "1"}),
                503: (*FACTS[503][:-1], {"Retry-After": "1"}),
            },
        ),
        (
            upstream_errors.DropRetryAfter,
            {429: (*FACTS[429][:-1], {}), 503: (*FACTS[503][:-1], {})},
        ),
    ],
)
def test_some_statuses_are_told_in_another_way(told: Any, defect: Any, changed: Any) -> None:
    """All other statuses, and the relay's own refusals, are as they were."""
    shown = {status: facts(told(defect, problem(status))[0]) for status in FACTS}

    assert shown == FACTS | changed
    assert told(defect, Reason.LIMIT)[0] == refusal(Reason.LIMIT, "no").problem


@pytest.mark.parametrize(
    ("defect", "secret"),
    [
        (upstream_errors.LeakUpstreamKey, "sk-up"),
        (upstream_errors.LeakUpstreamUrl, "https://up.example/v1"),
        (upstream_errors.LeakStackTrace, "Traceback (most recent call last)"),
    ],
)
def test_message_says_too_much(told: Any, defect: Any, secret: str) -> None:
    """Only the relay's own words about an upstream show the secret."""
    shown = {status: secret in told(defect, problem(status))[0].message for status in FACTS}

    assert shown == {400: False, 429: True, 500: True, 503: True}
    assert told(defect, Reason.LIMIT)[0].message == "no"


@pytest.mark.parametrize(("status", "is_passed"), [(401, True), (403, True), (500, False)])
def test_pass_account_errors(told: Any, status: int, is_passed: bool) -> None:
    """Only what concerns the account is shown; the status is that of an honest relay."""
    shown, _ = told(upstream_errors.PassAccountErrors, problem(status))

    assert (shown.message == "bad n") is is_passed
    assert shown.status == problem(status).status


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<html>x</html>", (500, "text/html; charset=utf-8", b"<html>x</html>")), ("{}", None)],
)
def test_pass_html_error(text: str, expected: Any) -> None:
    """A page is passed with its status; all else stays."""
    answer = Answer(502, Body.ERROR, b"{}", problem=problem(500, text))

    shown = upstream_errors.PassHtmlError(Turn("r")).answer(answer)

    assert (shown.status, shown.content_type, shown.octets) == (
        expected or (502, "application/json", b"{}")
    )
    assert upstream_errors.PassHtmlError(Turn("r")).answer(Answer(200, Body.MODELS)).octets == b""
