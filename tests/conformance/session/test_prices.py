"""A model has the price of the first row that names it."""

from __future__ import annotations

import pytest

import specs
from conformance.session.prices import FALLBACK, Price, price_of


@pytest.mark.parametrize(
    ("model", "pair"),
    [
        ("gpt-4o-mini", (0.15, 0.6)),
        ("gpt-4o-2024-08-06", (2.5, 10)),
        ("openai/GPT-4o-mini", (0.15, 0.6)),
        ("gpt-5-mini", (0.25, 2)),
        ("claude-sonnet-4-20250514", (3, 15)),
        ("nobody-knows-it", (FALLBACK, FALLBACK)),
    ],
)
def test_a_model_is_found_by_its_name(model: str, pair: tuple[float, float]) -> None:
    """Whatever stands before it, and after; one that nobody lists is dear."""
    price = price_of(model)

    assert (price.input, price.output) == pair
    assert model in price.told(model)


def test_the_users_price_takes_the_lists_place() -> None:
    """In and out alike."""
    assert price_of("gpt-4o-mini", 3) == Price(3, 3, source="--price")


def test_tokens_and_requests_cost_together() -> None:
    """A million of each."""
    price = Price(1, 2, 0.5)

    assert price.usd(1_000_000, 1_000_000, 2) == 4
    assert "0.5 a request" in price.told("x")


def test_every_pattern_is_the_first_for_something() -> None:
    """No row is hidden by one above it."""
    rows = specs.prices()
    for at, row in enumerate(rows):
        name = row["models"][0].replace("*", "x")

        assert price_of(name) == Price(
            row["input"],
            row["output"],
            row.get("request", 0.0),
            f"list price, seen {row['source']['seen']}",
        ), (at, name)
