"""Books the requests of one probe before they go out, and what they used after.

Rules of this file: pure but for the budget; a request is booked at the most that
it may use, so that a cap holds however many are under way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.session.bounds import Tokens, most
from conformance.session.prices import Price
from conformance.session.usage import used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Exchange, RequestSpec
    from conformance.session.budget import Budget

__all__ = ["FREE", "Meter"]

FREE = Price(0, 0)
"""Of a mock."""


@dataclass(slots=True)
class Meter:
    """``estimate``: the tokens of a request of the probe, where nobody knows better."""

    budget: Budget
    estimate: int
    price: Price = FREE
    _booked: dict[int, Tokens] = field(default_factory=dict)

    def reserve(self, specs: Mapping[int, RequestSpec]) -> None:
        """Book the most that the requests may use, all or none of them."""
        is_bound = self.budget.counts_tokens
        booked = {
            index: most(spec, self.estimate) if is_bound else Tokens(0, self.estimate)
            for index, spec in specs.items()
        }
        usd = sum(self.price.usd(*tokens) for tokens in booked.values())
        total = sum(tokens.total for tokens in booked.values())
        self.budget.reserve(total, len(booked), usd=usd)
        self._booked |= booked

    def settle(self, index: int, exchange: Exchange) -> None:
        """What was used takes the place of what was booked."""
        booked, spent = self._booked[index], used(exchange, self.estimate)
        usd = self.price.usd(*spent, 0) - self.price.usd(*booked, 0)
        self.budget.correct(booked.total, spent.total, usd=usd)
