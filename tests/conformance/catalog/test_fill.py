"""Placeholders take values, whole or inside a text."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.catalog.fill import fill
from conformance.errors import UsageError

NAMES = {
    "model": "m",
    "flag": None,
    "error": {"status": 429, "text": "of ${model}"},
    "gone": "${absent}",
}


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("${model}", "m"),
        ("${flag}", None),
        ("${error.status}", 429),
        ("a ${model} b ${error.status}", "a m b 429"),
        ("${error.text}", "of m"),
        (["${model}", 1], ["m", 1]),
        ({"k": {"n": "${flag}"}}, {"k": {"n": None}}),
        ({"k": "${gone}", "l": 1}, {"l": 1}),
        ("no $placeholder {here}", "no $placeholder {here}"),
    ],
)
def test_a_placeholder_takes_its_value(value: Any, filled: Any) -> None:
    """A string that is one placeholder takes any type; ``absent`` takes the key away."""
    assert filled == fill(value, NAMES)


@pytest.mark.parametrize("value", ["${nothing}", "${error.nothing}", "${model.deeper}"])
def test_an_unknown_name_is_an_error(value: Any) -> None:
    """The known names are listed."""
    with pytest.raises(UsageError, match="known are error, flag, gone, model"):
        fill(value, NAMES)
