"""A hard cap on what a run may send. Pure arithmetic.

Rules of this file: a request is allowed only if the most it can cost still fits;
what it really cost replaces that estimate when the reply says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.errors import ConformanceError
from conformance.session.prices import FALLBACK


class BudgetSpentError(ConformanceError):
    """The next request could cost more than what is left."""


@dataclass(slots=True)
class Budget:
    """Caps of ``None`` cap nothing; money is in dollars.

    Who does not know the price of a token pays ``price`` for a million of them.
    """

    max_requests: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    price: float = FALLBACK
    requests: int = 0
    tokens: int = 0
    usd: float = 0.0

    @property
    def is_nothing(self) -> bool:
        """Whether not even one request of no tokens is allowed."""
        return 0 in (self.max_requests, self.max_tokens) or self.max_cost == 0

    @property
    def counts_tokens(self) -> bool:
        """Whether tokens or money have a cap, so that each request needs a bound."""
        return self.max_tokens is not None or self.max_cost is not None

    def reserve(self, tokens: int, requests: int = 1, *, usd: float | None = None) -> None:
        """Book requests of at most ``tokens`` in all. Raises :class:`BudgetSpentError`."""
        usd = self._flat(tokens) if usd is None else usd
        _check("requests", self.max_requests, self.requests + requests)
        _check("tokens", self.max_tokens, self.tokens + tokens)
        _check("dollars", self.max_cost, self.usd + usd)
        self.requests += requests
        self.tokens += tokens
        self.usd += usd

    def correct(self, reserved: int, used: int, *, usd: float | None = None) -> None:
        """Replace a booked estimate by what the reply says was used; ``usd`` is the change."""
        self.tokens += used - reserved
        self.usd += self._flat(used - reserved) if usd is None else usd

    def share(self, workers: int) -> Budget:
        """What one of ``workers`` processes may spend of what is left."""
        if workers <= 1:
            return self
        return Budget(
            None if self.max_requests is None else (self.max_requests - self.requests) // workers,
            None if self.max_tokens is None else (self.max_tokens - self.tokens) // workers,
            None if self.max_cost is None else (self.max_cost - self.usd) / workers,
            self.price,
        )

    def _flat(self, tokens: int) -> float:
        return tokens * self.price / 1_000_000


def _check(what: str, most: float | None, wanted: float) -> None:
    if most is not None and wanted > most:
        raise BudgetSpentError(f"the budget of {most:g} {what} is spent; raise --max-{_flag(what)}")


def _flag(what: str) -> str:
    return "cost" if what == "dollars" else what
