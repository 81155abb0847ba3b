"""How fast a live relay may be asked, by what it says itself. Pure.

Rules of this file: no clock and no sleeping; times come in and go out. What a
relay says counts at once, for every request that is still to be sent; what
cannot be read slows nobody down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["LONGEST_S", "Pace", "seconds"]

LONGEST_S = 60.0
"""Nobody waits longer than this at a time: a window of a minute has passed by then."""
FIRST_BACKOFF_S = 1.0
"""After a refusal that does not say when to come back; doubled each time."""
SPARE_TOKENS = 500
"""With fewer left in the window the next request may be refused."""
EPOCH = 10**9
"""A number of seconds from which on it is a date."""

_DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)(ms|s|m|h|d))+")
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_LEFT = (
    ("requests", ("x-ratelimit-remaining-requests", "x-ratelimit-remaining",
                  "ratelimit-remaining", "anthropic-ratelimit-requests-remaining"), 1),
    ("tokens", ("x-ratelimit-remaining-tokens", "anthropic-ratelimit-tokens-remaining"),
     SPARE_TOKENS),
)  # fmt: skip
_RESET = {
    "requests": ("x-ratelimit-reset-requests", "x-ratelimit-reset", "ratelimit-reset",
                 "anthropic-ratelimit-requests-reset"),
    "tokens": ("x-ratelimit-reset-tokens", "anthropic-ratelimit-tokens-reset"),
}  # fmt: skip


@dataclass(slots=True)
class Pace:
    """When the next request may go out, on the clock that the caller reads."""

    not_before: float = 0.0
    refusals: int = 0
    """Refusals in a row that did not say when to come back."""
    waits: int = 0
    waited_s: float = 0.0

    def wait_s(self, now: float) -> float:
        """Seconds to wait before the next request."""
        return max(0.0, self.not_before - now)

    def waited(self, wait_s: float) -> None:
        """Somebody has waited so long."""
        self.waits += 1
        self.waited_s += wait_s

    def saw(
        self, status: int | None, headers: Mapping[str, str], now: float, today: datetime
    ) -> None:
        """Take in what an answer says; ``headers`` by lower-case name."""
        asked = _asked_s(headers, today)
        if status == 429 and asked is None:
            asked = FIRST_BACKOFF_S * 2**self.refusals
            self.refusals += 1
        elif status != 429:
            self.refusals = 0
            if status != 503:
                asked = None
        for wait in (asked, _window_s(headers, today)):
            if wait is not None:
                self.not_before = max(self.not_before, now + min(wait, LONGEST_S))


def _asked_s(headers: Mapping[str, str], today: datetime) -> float | None:
    """What ``Retry-After`` and its kin ask for."""
    exact = headers.get("retry-after-ms", "")
    if re.fullmatch(r"\d+(\.\d+)?", exact):
        return float(exact) / 1000
    return seconds(headers.get("retry-after", ""), today)


def _window_s(headers: Mapping[str, str], today: datetime) -> float | None:
    """How long until a window that is used up opens again."""
    found = [
        wait
        for what, names, least in _LEFT
        for name in names
        if _is_low(headers.get(name, ""), least)
        for reset in _RESET[what]
        if (wait := seconds(headers.get(reset, ""), today)) is not None
    ]
    return max(found, default=None)


def _is_low(value: str, least: int) -> bool:
    return value.strip().isascii() and value.strip().isdigit() and int(value) < least


def seconds(value: str, today: datetime) -> float | None:
    """A wait as relays write it: ``12``, ``1m30s``, ``20ms``, a Unix time, a date; else None."""
    text = value.strip()
    if re.fullmatch(r"\d{1,12}(\.\d+)?", text):
        number = float(text)
        return max(0.0, number - today.timestamp()) if number >= EPOCH else number
    if _DURATION.fullmatch(text):
        return sum(float(count) * _UNITS[unit] for count, unit in _PART.findall(text))
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - today).total_seconds())
