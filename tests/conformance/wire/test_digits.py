"""A header's number is read, or is none; nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.wire.digits import whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("120", 120),
        ("", None),
        ("-1", None),
        ("1.5", None),
        (" 1", None),
        ("nan", None),
        ("²", None),
        ("٣", None),
        ("9" * 5000, None),
    ],
)
def test_only_ascii_digits_are_a_number(text: str, number: int | None) -> None:
    """Python takes other digits for digits and cannot read them."""
    assert whole(text) == number


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    """Whatever a relay sends."""
    number = whole(text)

    assert number is None or number >= 0
