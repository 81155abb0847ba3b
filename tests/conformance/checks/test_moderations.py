"""Results are counted against texts, and held against what the upstream meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]
RESULT = {"flagged": True, "categories": {"hate": True}, "category_scores": {"hate": 0.9}}


@pytest.mark.parametrize(
    ("given", "results", "count"),
    [
        ("a", [{}], 0),
        (["a", "b"], [{}, {}], 0),
        (["a", "b"], [{}], 1),
        ([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}], [{}], 0),
        ([{"type": "text", "text": "a"}], [{}, {}], 1),
        ("a", None, 1),
        ("a", ["odd"], 1),
    ],
)
def test_each_text_has_one_result(
    view: Make, places: Make, given: Any, results: Any, count: int
) -> None:
    """Parts are judged together."""
    seen = view({"results": results}, request={"input": given})

    assert count == len(places("moderations.one-per-text", seen))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"categories": {"hate": True, "hate_speech": True}}, []),
        ({"flagged": False}, ["/results/0/flagged"]),
        ({"category_scores": {"hate": 0.1}}, ["/results/0/category_scores"]),
        (
            {"category_applied_input_types": {}, "categories": {}},
            ["/results/0/categories", "/results/0/category_applied_input_types"],
        ),
    ],
)
def test_a_result_is_the_upstreams(
    view: Make, call: Make, places: Make, changes: dict[str, Any], expected: list[str]
) -> None:
    """Flags, categories, scores and what they apply to."""
    seen = view({"results": [RESULT | changes]}, upstream=[call(reply={"results": [RESULT]})])

    assert places("moderations.upstream", seen) == expected


def test_a_body_of_another_kind_has_no_results(view: Make, call: Make, places: Make) -> None:
    """How many there are is judged elsewhere."""
    assert places("moderations.upstream", view([], upstream=[call(reply={"results": []})])) == []
