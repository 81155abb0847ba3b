"""Quotas are told to their keys only, and their numbers hang together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def units(granted: Any, used: Any, left: Any, **more: Any) -> Any:
    """An answer in raw units."""
    data = {"total_granted": granted, "total_used": used, "total_available": left, **more}
    return {"code": True, "data": data}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"hard_limit_usd": 1}, ["/hard_limit_usd"]),
        ({"total_usage": "1"}, ["/total_usage"]),
        (units(1, 1, 0), ["/total_granted", "/total_available"]),
        ({"error": {"message": "no", "total_usage": 1}}, []),
        ({"success": False, "data": None}, []),
        ("a page", []),
    ],
)
def test_a_stranger_is_told_nothing(
    view: Callable[..., Any], places: Callable[..., Any], body: Any, found: Any
) -> None:
    """Neither at the top nor in the data."""
    assert places("quota.secret", view(body)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (units(10, 3, 7), []),
        (units(10, 13, -3), []),
        (units(0, 3, 0, unlimited_quota=True), []),
        (units(7, 3, 7), ["/data"]),
        (units(10, "3", 7), ["/data"]),
        (units(10, 3, None), ["/data"]),
        ({}, ["/data"]),
    ],
)
def test_units_add_up(
    view: Callable[..., Any], places: Callable[..., Any], body: Any, found: Any
) -> None:
    """Unless the key has no limit."""
    assert places("quota.balanced", view(body)) == found


@pytest.mark.parametrize(
    ("before", "after", "rises", "found"),
    [
        (1, 2, True, []),
        (1, 1, True, []),
        (2, 1, True, ["/total_usage"]),
        (2, 1, False, []),
        (1, 2, False, ["/total_usage"]),
        ("1", 2, True, ["/total_usage"]),
        (1, None, True, ["/total_usage"]),
    ],
)
def test_a_number_goes_one_way(
    view: Callable[..., Any],
    places: Callable[..., Any],
    before: Any,
    after: Any,
    rises: bool,
    found: Any,
) -> None:
    """From the first answer to the last, whatever lies between."""
    first, last = view({"total_usage": before}), view({"total_usage": after})

    assert places("quota.course", first, view({}), last, at=["total_usage"], rises=rises) == found


@pytest.mark.parametrize(
    ("before", "after", "rises", "found"),
    [
        (1, 2, True, []),
        (1, 1, True, ["/total_usage"]),
        (1, 1, False, []),
        (1, 2, False, ["/total_usage"]),
        (1, None, False, ["/total_usage"]),
    ],
)
def test_an_answer_is_paid_for_or_is_not(
    view: Callable[..., Any],
    places: Callable[..., Any],
    before: Any,
    after: Any,
    rises: bool,
    found: Any,
) -> None:
    """As what was spent grows, or stays."""
    first, last = view({"total_usage": before}), view({"total_usage": after})

    assert places("quota.paid", first, view({}), last, at=["total_usage"], rises=rises) == found
