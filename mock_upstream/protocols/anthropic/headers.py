"""Response headers of the Anthropic dialect.

Rules of this file: names are lower case; nothing is read from a clock, so resets are
told as times after a fixed second.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mock_upstream.frames import Headers
from mock_upstream.jsontext import JSON
from mock_upstream.text import digest

__all__ = ["common", "rate_limit", "request_id"]

ORIGIN = datetime(2025, 10, 9, 8, 53, 20, tzinfo=UTC)
"""From when resets are counted."""
ORGANIZATION = "00000000-0000-4000-8000-000000000000"


def request_id(*content: JSON, number: int) -> str:
    """The id of call ``number``, which says or is told ``content``."""
    drawn = digest("request", *content)
    return f"req_{digest(drawn, number):016x}{drawn % 16**8:08x}"


def common(name: str) -> Headers:
    """What every reply has; ``name`` is the id of the request."""
    return (("request-id", name), ("anthropic-organization-id", ORGANIZATION))


def rate_limit(kind: str, limit: int, remaining: int, reset_s: float) -> Headers:
    """The three headers of one limit; ``kind`` is ``requests`` or ``tokens``."""
    reset = (ORIGIN + timedelta(seconds=round(reset_s))).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        (f"anthropic-ratelimit-{kind}-limit", str(limit)),
        (f"anthropic-ratelimit-{kind}-remaining", str(max(0, remaining))),
        (f"anthropic-ratelimit-{kind}-reset", reset),
    )
