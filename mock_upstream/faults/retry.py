"""The head tells when to come back, and how much is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream.faults.base import At, Fault, Part, Phase, head_of
from mock_upstream.faults.headers import with_head, with_more
from mock_upstream.frames import Frames, Headers

__all__ = ["RateLimit", "RetryAfter"]

FORMS: Mapping[str, Callable[[int], Headers]] = MappingProxyType(
    {
        "seconds": lambda seconds: (("retry-after", f"{seconds}"),),
        "decimal": lambda seconds: (("retry-after", f"{seconds}.5"),),
        "negative": lambda seconds: (("retry-after", f"-{seconds}"),),
        "unit": lambda seconds: (("retry-after", f"{seconds}s"),),
        "huge": lambda _: (("retry-after", "99999999999999999999"),),
        "text": lambda _: (("retry-after", "soon"),),
        "empty": lambda _: (("retry-after", ""),),
        "date": lambda _: (("retry-after", "Wed, 21 Oct 2099 07:28:00 GMT"),),
        "past_date": lambda _: (("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"),),
        "rfc850_date": lambda _: (("retry-after", "Wednesday, 21-Oct-99 07:28:00 GMT"),),
        "asctime_date": lambda _: (("retry-after", "Wed Oct 21 07:28:00 2099"),),
        "iso_date": lambda _: (("retry-after", "2099-10-21T07:28:00Z"),),
        "milliseconds": lambda seconds: (("retry-after-ms", f"{seconds}000"),),
        "both": lambda seconds: (
            ("retry-after-ms", f"{seconds}000"),
            ("retry-after", f"{seconds}"),
        ),
        "twice": lambda seconds: (("retry-after", f"{seconds}"), ("retry-after", "3600")),
    }
)
"""Every form met in the wild. The dates are fixed: this layer has no clock."""


def _openai(limit: int, remaining: int) -> Headers:
    """Requests and tokens, with time spans as Go writes them."""
    return (
        ("x-ratelimit-limit-requests", str(limit)),
        ("x-ratelimit-remaining-requests", str(remaining)),
        ("x-ratelimit-reset-requests", "1s"),
        ("x-ratelimit-limit-tokens", str(limit * 1000)),
        ("x-ratelimit-remaining-tokens", str(remaining * 1000)),
        ("x-ratelimit-reset-tokens", "6m0s"),
    )


def _anthropic(limit: int, remaining: int) -> Headers:
    """Requests, tokens, input and output tokens, with RFC 3339 times."""
    kinds = {"requests": 1, "tokens": 1000, "input-tokens": 800, "output-tokens": 200}
    return tuple(
        (f"anthropic-ratelimit-{kind}-{word}", value)
        for kind, factor in kinds.items()
        for word, value in (
            ("limit", str(limit * factor)),
            ("remaining", str(remaining * factor)),
            ("reset", "2099-10-21T07:28:00Z"),
        )
    )


VENDORS: Mapping[str, Callable[[int, int], Headers]] = MappingProxyType(
    {
        "openai": _openai,
        "anthropic": _anthropic,
        "plain": lambda limit, remaining: (
            ("x-ratelimit-limit", str(limit)),
            ("x-ratelimit-remaining", str(remaining)),
            ("x-ratelimit-reset", "4096249680000"),
        ),
        "draft": lambda limit, remaining: (
            ("ratelimit-policy", f'"default";q={limit};w=60'),
            ("ratelimit", f'"default";r={remaining};t=30'),
        ),
    }
)
"""Who tells the limits in which headers."""


@dataclass(frozen=True, slots=True)
class RetryAfter(Fault):
    """The head asks to come back later, in one of the forms that exist.

    The dates are fixed ones, far in the future or past.
    """

    form: Literal[
        "seconds",
        "decimal",
        "negative",
        "unit",
        "huge",
        "text",
        "empty",
        "date",
        "past_date",
        "rfc850_date",
        "asctime_date",
        "iso_date",
        "milliseconds",
        "both",
        "twice",
    ] = "seconds"
    seconds: int = 1

    name = "headers.retry_after"
    phase = Phase.HEADERS
    exclusive = ("Retry-After",)
    acts_on = Part.HEAD

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply with the header in it."""
        told = FORMS[self.form](self.seconds)
        head = head_of(frames)
        kept = tuple(pair for pair in head.headers if not pair[0].lower().startswith("retry-after"))
        return with_head(frames, replace(head, headers=kept + told))


@dataclass(frozen=True, slots=True)
class RateLimit(Fault):
    """The head tells limits in the headers of ``vendor``, by default none is left.

    ``plain`` is X-RateLimit-* with a time in milliseconds, ``draft`` the form of the IETF's
    draft. The values are said, not counted: an upstream with ``limits`` tells true ones.
    """

    vendor: Literal["openai", "anthropic", "plain", "draft"] = "openai"
    limit: int = 60
    remaining: int = 0

    name = "headers.rate_limit"
    phase = Phase.HEADERS
    exclusive = ("the rate limits",)
    acts_on = Part.HEAD

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply with the headers in it."""
        return with_more(frames, *VENDORS[self.vendor](self.limit, self.remaining))
