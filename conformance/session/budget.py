"""A hard cap on what a run may send. Pure arithmetic.

Rules of this file: a request is allowed only if the most it can cost still fits;
what it really cost replaces that estimate when the reply says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.errors import ConformanceError


class BudgetSpentError(ConformanceError):
    """The next request could cost more than what is left."""


@dataclass(slots=True)
class Budget:
    """Caps of ``None`` cap nothing; ``price`` is in dollars for a million tokens."""

    max_requests: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    price: float = 10.0
    requests: int = 0
    tokens: int = 0

    @property
    def usd(self) -> float:
        """What the tokens of the run cost at ``price``."""
        return self.tokens * self.price / 1_000_000

    @property
    def is_nothing(self) -> bool:
        """Whether not even one request of no tokens is allowed."""
        return 0 in (self.max_requests, self.max_tokens) or self.max_cost == 0

    def reserve(self, tokens: int, requests: int = 1) -> None:
        """Book requests of at most ``tokens`` in all. Raises :class:`BudgetSpentError`."""
        _check("requests", self.max_requests, self.requests + requests)
        _check("tokens", self.max_tokens, self.tokens + tokens)
        _check("dollars", self.max_cost, (self.tokens + tokens) * self.price / 1_000_000)
        self.requests += requests
        self.tokens += tokens

    def correct(self, reserved: int, used: int) -> None:
        """Replace a booked estimate by what the reply says was used."""
        self.tokens += used - reserved

    def share(self, workers: int) -> Budget:
        """What one of ``workers`` processes may spend."""
        if workers <= 1:
            return self
        return Budget(
            None if self.max_requests is None else self.max_requests // workers,
            None if self.max_tokens is None else self.max_tokens // workers,
            None if self.max_cost is None else self.max_cost / workers,
            self.price,
        )


def _check(what: str, most: float | None, wanted: float) -> None:
    if most is not None and wanted > most:
        raise BudgetSpentError(f"the budget of {most:g} {what} is spent; raise --max-{_flag(what)}")


def _flag(what: str) -> str:
    return "cost" if what == "dollars" else what
