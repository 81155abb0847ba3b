"""Headers of the dialect."""

from __future__ import annotations

import re

import pytest

from mock_upstream.protocols.openai import headers

GO = re.compile(r"^(\d+(\.\d+)?(ms|s|m|h|d))+$")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0ms"),
        (0.12, "120ms"),
        (1, "1s"),
        (1.5, "1.5s"),
        (59.9996, "1m0s"),
        (360, "6m0s"),
        (3723.25, "1h2m3.25s"),
        (-1, "0ms"),
    ],
)
def test_a_duration_is_written_as_go_does(seconds: float, text: str) -> None:
    """The largest unit comes first, and none is left out below it."""
    assert headers.duration(seconds) == text
    assert GO.match(text)


def test_a_limit_has_three_headers() -> None:
    """What remains is never below nought."""
    assert headers.rate_limit("requests", 60, -1, 1) == (
        ("x-ratelimit-limit-requests", "60"),
        ("x-ratelimit-remaining-requests", "0"),
        ("x-ratelimit-reset-requests", "1s"),
    )


def test_the_request_id_follows_from_content_and_number() -> None:
    """No clock and no shared counter; a repeated call has an id of its own."""
    assert headers.common("a") == headers.common("a", number=0)
    assert headers.common("a") != headers.common("b")
    ids = {dict(headers.common("a", number=number))["x-request-id"] for number in range(9)}
    assert len(ids) == 9
    assert re.fullmatch(r"req_[0-9a-f]{32}", dict(headers.common("a"))["x-request-id"])


def test_later_headers_win() -> None:
    """Whatever the case of their names."""
    merged = headers.merged((("A", "1"), ("b", "2")), (("a", "3"), ("a", "4")))

    assert merged == (("b", "2"), ("a", "3"), ("a", "4"))
