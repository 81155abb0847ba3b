"""Each kind of field is checked, and told about in OpenAI's words."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.openai import rules
from mock_upstream.protocols.openai.rules import Check

LETTERS = rules.array(rules.string, low=1, high=2)


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (rules.decimal(0, 2), 0),
        (rules.decimal(0, 2), 2.0),
        (rules.integer(), -5),
        (rules.integer(1, 3), 3),
        (rules.boolean, False),
        (rules.string, ""),
        (rules.mapping, {}),
        (LETTERS, ["a", "b"]),
    ],
)
def test_a_good_value_passes(check: Check, value: object) -> None:
    """Bounds belong to the range."""
    assert check("x", value) is None


@pytest.mark.parametrize(
    ("check", "value", "code", "message"),
    [
        (
            rules.decimal(0, 2),
            2.5,
            "decimal_above_max_value",
            "Invalid 'x': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
        ),
        (rules.decimal(0, 2), -1, "decimal_below_min_value", "Invalid 'x': decimal below minimum"),
        (rules.decimal(0, 2), "1", "invalid_type", "Invalid type for 'x': expected a decimal, but"),
        (rules.decimal(0, 2), True, "invalid_type", "Invalid type for 'x': expected a decimal, b"),
        (rules.integer(1, 128), 200, "integer_above_max_value", "Invalid 'x': integer above maxi"),
        (rules.integer(1), 0, "integer_below_min_value", "Invalid 'x': integer below minimum val"),
        (rules.integer(), 1.5, "invalid_type", "Invalid type for 'x': expected an integer, but g"),
        (rules.boolean, 1, "invalid_type", "Invalid type for 'x': expected a boolean, but got an"),
        (rules.string, None, "invalid_type", "Invalid type for 'x': expected a string, but got n"),
        (rules.mapping, [], "invalid_type", "Invalid type for 'x': expected an object, but got a"),
        (LETTERS, "a", "invalid_type", "Invalid type for 'x': expected an array, but got a strin"),
        (LETTERS, ["a", {}], "invalid_type", "Invalid type for 'x[1]': expected a string, but go"),
        (LETTERS, ["a"] * 3, "array_above_max_length", "Invalid 'x': array too long. Expected an"),
        (LETTERS, [], "empty_array", "Invalid 'x': empty array. Expected an array with minimum"),
    ],
)
def test_a_bad_value_is_told(check: Check, value: Any, code: str, message: str) -> None:
    """Code, path and message are OpenAI's."""
    found = check("x", value)

    assert found is not None
    error = found.body["error"]
    assert (found.status, error["code"], error["param"].partition("[")[0]) == (400, code, "x")
    assert error["message"].startswith(message)


def test_an_empty_stop_is_too_short() -> None:
    """OpenAI has words of its own for it."""
    found = LETTERS("stop", [])

    assert found is not None
    assert found.body["error"]["code"] == "array_below_min_length"


@pytest.mark.parametrize(
    ("allowed", "listed"), [(["a"], "'a'."), (["a", "b", "c"], "'a', 'b', and 'c'.")]
)
def test_allowed_values_are_listed(allowed: list[str], listed: str) -> None:
    """As an English list."""
    message = rules.invalid_value("x", "z", allowed).body["error"]["message"]

    assert message == f"Invalid value: 'z'. Supported values are: {listed}"


def test_the_first_error_is_told() -> None:
    """Later checks are not even made."""
    missing = rules.missing("x")

    assert rules.first(item for item in (None, missing, 1 / 1)) is missing  # type: ignore[misc]  # never read
