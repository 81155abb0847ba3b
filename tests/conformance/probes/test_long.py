"""Long texts have their size, and every word of theirs is another."""

from __future__ import annotations

import pytest

from conformance.probes.long import SIZES, LongTexts


@pytest.mark.parametrize("name", SIZES)
def test_a_text_has_its_size(name: str) -> None:
    """In octets, as all of it is ASCII."""
    assert len(LongTexts()[name].encode()) == SIZES[name]


def test_a_piece_that_is_missing_shows() -> None:
    """No two stretches are alike."""
    text = LongTexts()["64kb"]

    assert len({text[at : at + 13] for at in range(0, len(text) - 13, 13)}) == len(text) // 13


def test_a_size_that_is_not_there() -> None:
    """Is an error, as with any mapping."""
    assert "3gb" not in LongTexts()
    assert len(LongTexts()) == len(list(LongTexts()))
