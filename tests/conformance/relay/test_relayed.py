"""What is told of an upstream's failure, and what is not."""

from __future__ import annotations

import pytest

from conformance.relay.config import Channel
from conformance.relay.relayed import problem_of, scrub
from conformance.relay.retry import Cause, Failure

CHANNEL = Channel("a", "https://up.example:8443/v1", "sk-up", {})
ERROR = {"message": "sk-up at up.example", "type": "t", "code": "c", "param": "p"}


@pytest.mark.parametrize("status", [400, 404, 413, 422, 429])
def test_callers_errors_keep_their_words(status: int) -> None:
    """Status, type, code and param stay; secrets do not."""
    problem = problem_of(Failure(Cause.STATUS, status, ERROR), CHANNEL)

    assert problem.status == status
    assert (problem.type, problem.code, problem.param) == ("t", "c", "p")
    assert problem.message == "*** at ***"


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        *[(Failure(Cause.STATUS, status, ERROR), 502) for status in (302, 401, 402, 403, 418, 522)],
        (Failure(Cause.STATUS, 409, ERROR), 409),
        (Failure(Cause.STATUS, 408, ERROR), 504),
        (Failure(Cause.STATUS, 524, ERROR), 504),
        (Failure(Cause.STATUS, 529, ERROR), 503),
        (Failure(Cause.STATUS, 500, ERROR), 500),
        (Failure(Cause.STATUS, 500), 502),
        (Failure(Cause.STATUS, 504), 504),
        (Failure(Cause.TIMEOUT), 504),
        (Failure(Cause.STALL), 504),
        (Failure(Cause.CONNECT), 502),
        (Failure(Cause.CUT), 502),
        (Failure(Cause.INBAND, error=ERROR), 502),
        (Failure(Cause.GARBLED, 400), 502),
    ],
)
def test_other_failures_are_told_in_the_relays_words(failure: Failure, status: int) -> None:
    """The upstream's message and param are not shown."""
    problem = problem_of(failure, CHANNEL)

    assert problem.status == status
    assert "***" not in problem.message
    assert problem.param is None


@pytest.mark.parametrize(
    ("status", "told"), [(500, ("t", "c")), (403, ("server_error", "upstream_error"))]
)
def test_names_of_an_account_error_are_not_told(status: int, told: tuple[str, str]) -> None:
    """What an upstream thinks of the relay's account is the operator's business."""
    problem = problem_of(Failure(Cause.STATUS, status, ERROR), CHANNEL)

    assert (problem.type, problem.code) == told


def test_names_with_odd_characters_are_not_told() -> None:
    """Only a plain identifier passes, as it can hold no secret."""
    problem = problem_of(Failure(Cause.STATUS, 500, {"type": "sk-up", "code": 5}), CHANNEL)

    assert (problem.type, problem.code) == ("server_error", "upstream_error")


def test_refusal_without_words_gets_the_relays() -> None:
    """An error body that says nothing still gives a complete error."""
    limit = problem_of(Failure(Cause.STATUS, 429), CHANNEL)
    large = problem_of(Failure(Cause.STATUS, 413), CHANNEL)

    assert (limit.type, limit.code) == ("requests", "rate_limit_exceeded")
    assert (large.type, large.code) == ("invalid_request_error", None)


@pytest.mark.parametrize(
    ("failure", "headers"),
    [
        (Failure(Cause.STATUS, 429, headers={"Retry-After": "9"}), {"Retry-After": "9"}),
        (Failure(Cause.STATUS, 503), {"Retry-After": "1"}),
        (Failure(Cause.STATUS, 429, {"type": "insufficient_quota"}), {}),
        (Failure(Cause.STATUS, 500, headers={"Retry-After": "9"}), {}),
    ],
)
def test_retry_after_is_told_where_it_helps(failure: Failure, headers: dict[str, str]) -> None:
    """Limits and overload say when to try again; lack of money does not."""
    assert problem_of(failure, CHANNEL).headers == headers


def test_scrubbing_knows_all_forms() -> None:
    """Key, address, host with port and bare host go."""
    text = "sk-up https://up.example:8443/v1/x up.example:8443 up.example"

    assert scrub(text, CHANNEL) == "*** ***/x *** ***"


def test_scrubbing_survives_an_empty_key() -> None:
    """An upstream without a key does not blank every text."""
    assert scrub("abc", Channel("a", "https://up.example/v1", "", {})) == "abc"
