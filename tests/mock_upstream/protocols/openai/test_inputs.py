"""Four shapes of input are read as a list, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.openai import inputs


@pytest.mark.parametrize(
    ("value", "expected", "tokens"),
    [
        ("a b", ["a b"], [2]),
        (["a b", "c"], ["a b", "c"], [2, 1]),
        ([5, 6, 7], [[5, 6, 7]], [3]),
        ([[5, 6], [7]], [[5, 6], [7]], [2, 1]),
    ],
)
def test_each_shape_is_a_list_of_inputs(value: Any, expected: Any, tokens: list[int]) -> None:
    """The tokens of one text are one input."""
    assert inputs.check_inputs(4)("input", value) is None
    assert inputs.inputs_of(value) == expected
    assert [inputs.count(one) for one in inputs.inputs_of(value)] == tokens


@pytest.mark.parametrize(
    ("value", "name", "param"),
    [
        (5, "invalid_type", "input"),
        ({}, "invalid_type", "input"),
        ([], "empty_array", "input"),
        (["a", 1], "invalid_type", "input[1]"),
        ([1, "a"], "invalid_type", "input[1]"),
        ([-1], "integer_below_min_value", "input[0]"),
        ([[1], []], "empty_array", "input[1]"),
        ([True], "invalid_type", "input[0]"),
        (["a"] * 5, "array_above_max_length", "input"),
    ],
)
def test_other_shapes_are_refused(value: Any, name: str, param: str) -> None:
    """With the place of the first wrong item."""
    found = inputs.check_inputs(4)("input", value)

    assert found is not None
    assert (found.name, found.body["error"]["param"]) == (name, param)


def test_tokens_have_words() -> None:
    """Text stays as it is."""
    assert (inputs.words_of("a"), inputs.words_of([1, 22])) == ("a", " t1 t22")
