"""Requests are booked at their most and settled at what they used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.model import Exchange, RequestSpec
from conformance.session.budget import Budget, BudgetSpentError
from conformance.session.meter import Meter
from conformance.session.prices import Price

SPEC = RequestSpec("POST", "/chat/completions", body=b'{"max_tokens": 100}')
BODY = b'{"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}'


def test_a_capped_budget_books_the_most(make_exchange: Callable[..., Exchange]) -> None:
    """And gets back what was not used."""
    budget = Budget(max_tokens=1000)
    meter = Meter(budget, 64, Price(1_000_000, 2_000_000))

    meter.reserve({0: SPEC})
    booked = (budget.tokens, budget.usd)
    meter.settle(0, make_exchange(BODY))

    assert booked == (109, 9 + 200)
    assert (budget.requests, budget.tokens, budget.usd) == (1, 8, 5 + 6)


def test_a_volley_fits_whole_or_not_at_all() -> None:
    """Nothing is booked for one that does not."""
    budget = Budget(max_tokens=200)

    with pytest.raises(BudgetSpentError):
        Meter(budget, 64).reserve({0: SPEC, 1: SPEC})

    assert (budget.requests, budget.tokens) == (0, 0)


def test_without_a_cap_the_estimate_does(make_exchange: Callable[..., Exchange]) -> None:
    """Nobody has to read the request."""
    budget = Budget()
    meter = Meter(budget, 64)

    meter.reserve({0: SPEC})
    meter.settle(0, make_exchange(b"{}"))

    assert (budget.tokens, budget.usd) == (64, 0)
