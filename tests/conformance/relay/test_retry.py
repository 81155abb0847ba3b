"""The retry policy says which failures end a request."""

from __future__ import annotations

import pytest

from conformance.relay.retry import Cause, Failure, RetryPolicy, UpstreamError


@pytest.mark.parametrize(
    ("failure", "is_final"),
    [
        *[(Failure(Cause.STATUS, status), True) for status in (400, 404, 413, 422)],
        *[(Failure(Cause.STATUS, s), False) for s in (401, 402, 403, 408, 409, 429, 500, 503)],
        (Failure(Cause.GARBLED, 400), False),
        *[(Failure(cause), False) for cause in Cause if cause is not Cause.STATUS],
    ],
)
def test_only_the_callers_errors_are_final(failure: Failure, is_final: bool) -> None:
    """What speaks about the request goes to the client at once."""
    assert RetryPolicy().is_final(failure) is is_final


def test_error_carries_its_failure() -> None:
    """The exception hands on what is known."""
    failure = Failure(Cause.CUT)

    assert UpstreamError(failure).failure is failure
