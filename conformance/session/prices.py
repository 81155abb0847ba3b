"""What requests cost, by the vendors' list prices or by the user's own. Pure.

Rules of this file: an estimate in US dollars that is told as one; relays have
prices of their own, which nobody publishes in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

import specs

__all__ = ["FALLBACK", "Price", "price_of"]

FALLBACK = 10.0
"""Dollars for a million tokens of a model that no list names: dear, so that a cap holds."""


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for a million tokens in and out, and for the request itself."""

    input: float
    output: float
    request: float = 0.0
    source: str = ""

    def usd(self, tokens_in: int, tokens_out: int, requests: int = 1) -> float:
        """What so many tokens cost."""
        per_token = (tokens_in * self.input + tokens_out * self.output) / 1_000_000
        return per_token + requests * self.request

    def told(self, model: str) -> str:
        """The price in words."""
        each = f", {self.request:g} a request" if self.request else ""
        return f"{model}: {self.input:g} in, {self.output:g} out{each} ({self.source})"


def price_of(model: str, own: float | None = None) -> Price:
    """The price of ``model``; ``own`` is what the user says that tokens cost."""
    if own is not None:
        return Price(own, own, source="--price")
    name = model.rpartition("/")[2].lower()
    for row in specs.prices():
        if any(fnmatchcase(name, pattern) for pattern in row["models"]):
            source = f"list price, seen {row['source']['seen']}"
            return Price(row["input"], row["output"], row.get("request", 0.0), source)
    return Price(FALLBACK, FALLBACK, source="no list names it; --price says it better")
