"""Problems in the words of Anthropic."""

from __future__ import annotations

import pytest

from conformance.relay.anthropic import envelope, status
from conformance.relay.envelope import Problem, Reason
from conformance.relay.retry import Cause, Failure


@pytest.mark.parametrize(
    ("code", "type_"),
    [
        (400, "invalid_request_error"),
        (401, "authentication_error"),
        (404, "not_found_error"),
        (405, "invalid_request_error"),
        (413, "request_too_large"),
        (429, "rate_limit_error"),
        (500, "api_error"),
        (502, "api_error"),
        (504, "timeout_error"),
        (529, "overloaded_error"),
    ],
)
def test_the_type_follows_from_the_status(code: int, type_: str) -> None:
    """Whatever the problem is called in the relay's own words."""
    told = envelope(Problem(Reason.LIMIT, code, "no", type="requests"), "req_1")

    assert told == {
        "type": "error",
        "error": {"type": type_, "message": "no"},
        "request_id": "req_1",
    }


def test_the_word_of_an_upstream_stays() -> None:
    """When it is one of this dialect's."""
    told = Problem(Reason.UPSTREAM, 502, "no", type="overloaded_error")

    assert envelope(told, "")["error"]["type"] == "overloaded_error"


def test_overload_and_an_empty_account_have_their_own_status() -> None:
    """529 and 402; all else keeps its own."""
    failure = Failure(Cause.STATUS, 529)

    assert status(Problem(Reason.UPSTREAM, 503, "no", failure=failure)) == 529
    assert status(Problem(Reason.NO_BALANCE, 429, "no")) == 402
    assert status(Problem(Reason.LIMIT, 429, "no")) == 429
