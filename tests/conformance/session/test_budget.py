"""A budget is a hard cap, booked before anything is sent."""

from __future__ import annotations

import pytest

from conformance.session.budget import Budget, BudgetSpentError


@pytest.mark.parametrize(
    ("budget", "fits", "words"),
    [
        (Budget(max_requests=2), 2, "2 requests is spent; raise --max-requests"),
        (Budget(max_tokens=250), 2, "250 tokens is spent; raise --max-tokens"),
        (Budget(max_cost=0.003, price=10), 3, "0.003 dollars is spent; raise --max-cost"),
    ],
)
def test_what_does_not_fit_is_refused(budget: Budget, fits: int, words: str) -> None:
    """Requests of at most 100 tokens fit until one might not."""
    for _ in range(fits):
        budget.reserve(100)

    with pytest.raises(BudgetSpentError, match=words):
        budget.reserve(100)
    assert (budget.requests, budget.tokens) == (fits, fits * 100)


def test_a_volley_is_booked_as_a_whole() -> None:
    """Or not at all."""
    budget = Budget(max_requests=5)
    budget.reserve(300, 3)

    with pytest.raises(BudgetSpentError):
        budget.reserve(300, 3)

    assert (budget.requests, budget.tokens) == (3, 300)


def test_estimates_give_way_to_facts() -> None:
    """What a reply did not use is free again."""
    budget = Budget(max_tokens=100, price=2_000_000)
    budget.reserve(100)

    budget.correct(100, 7)
    budget.reserve(90)

    assert (budget.tokens, budget.usd) == (97, 194.0)


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        (Budget(), False),
        (Budget(max_requests=0), True),
        (Budget(max_tokens=0), True),
        (Budget(max_cost=0.0), True),
        (Budget(max_requests=1), False),
    ],
)
def test_a_budget_of_nothing_is_known_at_once(budget: Budget, *, expected: bool) -> None:
    """No cap is not a cap of nothing."""
    assert budget.is_nothing is expected


def test_money_is_booked_at_its_own_price() -> None:
    """Where the caller knows it; the cap holds at any moment."""
    budget = Budget(max_cost=1.0)
    budget.reserve(10, usd=0.6)

    with pytest.raises(BudgetSpentError, match="1 dollars is spent; raise --max-cost"):
        budget.reserve(10, usd=0.6)
    budget.correct(10, 5, usd=-0.5)
    budget.reserve(10, usd=0.6)

    assert round(budget.usd, 6) == 0.7
    assert budget.counts_tokens
    assert not Budget(max_requests=1).counts_tokens


def test_workers_share_what_is_left() -> None:
    """What was asked before they began is spent."""
    part = Budget(9, 100, requests=1).share(2)

    assert (part.max_requests, part.max_tokens, part.requests) == (4, 50, 0)


def test_workers_share_and_never_exceed() -> None:
    """The parts together are at most the whole."""
    parts = [Budget(7, 100, 1.0).share(2), Budget(7, 100, 1.0).share(1), Budget().share(2)]

    assert [(one.max_requests, one.max_tokens, one.max_cost) for one in parts] == [
        (3, 50, 0.5), (7, 100, 1.0), (None, None, None),
    ]  # fmt: skip
