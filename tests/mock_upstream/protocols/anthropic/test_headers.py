"""Response headers of the Anthropic dialect."""

from __future__ import annotations

from mock_upstream.protocols.anthropic import headers


def test_each_call_has_an_id_of_its_own() -> None:
    """The same call has the same one."""
    first = headers.request_id("a", number=0)

    assert first.startswith("req_")
    assert first == headers.request_id("a", number=0) != headers.request_id("a", number=1)
    assert ("request-id", first) in headers.common(first)


def test_a_limit_is_told_in_three_headers() -> None:
    """Its reset is a time, and what remains is never less than nothing."""
    assert dict(headers.rate_limit("requests", 5, -1, 20.4)) == {
        "anthropic-ratelimit-requests-limit": "5",
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": "2025-10-09T08:53:40Z",
    }
