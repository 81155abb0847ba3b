"""The phrases of the terminal are part of the one table."""

from __future__ import annotations

from reports.phrases import PHRASES
from reports.phrases_terminal import TERMINAL


def test_they_stand_in_the_table_of_all_phrases() -> None:
    """No key is taken twice."""
    assert PHRASES.items() >= TERMINAL.items()
