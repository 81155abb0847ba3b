"""Response headers of the OpenAI dialect.

Rules of this file: names are lower case; nothing is read from a clock, so the
processing time is drawn from what is answered, and the request id from that and
the number of the call: no two calls of a session's generation share one.
"""

from __future__ import annotations

from mock_upstream.frames import Headers
from mock_upstream.jsontext import JSON
from mock_upstream.text import digest

__all__ = ["common", "duration", "merged", "rate_limit"]

VERSION = "2020-10-01"


def common(*content: JSON, number: int = 0) -> Headers:
    """What every reply has; the same for the same ``content`` and ``number`` of the call."""
    drawn = digest("request", *content)
    return (
        ("x-request-id", f"req_{digest(drawn, number):016x}{drawn:016x}"),
        ("openai-processing-ms", str(20 + drawn % 200)),
        ("openai-version", VERSION),
    )


def merged(first: Headers, second: Headers) -> Headers:
    """Both, where a name of ``second`` replaces all of its name in ``first``."""
    names = {name.lower() for name, _ in second}
    return (*(pair for pair in first if pair[0].lower() not in names), *second)


def rate_limit(kind: str, limit: int, remaining: int, reset_s: float) -> Headers:
    """The three headers of one limit; ``kind`` is ``requests`` or ``tokens``."""
    return (
        (f"x-ratelimit-limit-{kind}", str(limit)),
        (f"x-ratelimit-remaining-{kind}", str(max(0, remaining))),
        (f"x-ratelimit-reset-{kind}", duration(reset_s)),
    )


def duration(seconds: float) -> str:
    """A time span as Go writes it: ``120ms``, ``1.5s``, ``6m0s``, ``1h2m3s``."""
    milliseconds = max(0, round(seconds * 1000))
    if milliseconds < 1000:
        return f"{milliseconds}ms"
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest / 1000:g}s"
    if hours:
        return f"{hours}h{minutes}m{tail}"
    return f"{minutes}m{tail}" if minutes else tail
