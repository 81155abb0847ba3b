"""Defects of the headers that every answer carries."""

from __future__ import annotations

from conformance.relay.defects import answer_headers
from conformance.relay.turn import Turn

HEADERS = {"X-Request-Id": "req_7", "Content-Type": "application/json"}


def test_no_request_id() -> None:
    """Only the id is gone."""
    assert answer_headers.NoRequestId(Turn("r")).headers(HEADERS) == {
        "Content-Type": "application/json"
    }


def test_same_request_id() -> None:
    """Two requests have one id."""
    ids = {answer_headers.SameRequestId(Turn(r)).headers(HEADERS)["X-Request-Id"] for r in "ab"}

    assert len(ids) == 1


def test_bad_rate_headers() -> None:
    """The values are no numbers and no durations."""
    shown = answer_headers.BadRateHeaders(Turn("r")).headers(HEADERS)

    assert shown == HEADERS | {
        "X-RateLimit-Remaining-Requests": "-1",
        "X-RateLimit-Reset-Requests": "soon",
    }
