"""An event that cannot be read, or that tells of an error, is a failure."""

from __future__ import annotations

import pytest

from conformance.relay.flow import parse_event
from conformance.relay.retry import Cause, UpstreamError


@pytest.mark.parametrize(
    ("data", "cause", "error"),
    [
        ("{", Cause.BAD_EVENT, None),
        ("[]", Cause.BAD_EVENT, None),
        ('{"error": {"message": "x"}}', Cause.INBAND, {"message": "x"}),
        ('{"error": "x"}', Cause.INBAND, {}),
    ],
)
def test_what_is_no_event_is_a_failure(data: str, cause: Cause, error: object) -> None:
    """The failure says what came instead."""
    with pytest.raises(UpstreamError) as caught:
        parse_event(data)

    assert (caught.value.failure.cause, caught.value.failure.error) == (cause, error)


def test_event_without_error_is_given() -> None:
    """An empty error is none."""
    assert parse_event('{"error": null, "a": 1}') == {"error": None, "a": 1}
