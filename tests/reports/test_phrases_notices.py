"""The notices are part of the one table."""

from __future__ import annotations

from reports.phrases import PHRASES
from reports.phrases_notices import NOTICES


def test_they_stand_in_the_table_of_all_phrases() -> None:
    """No key is taken twice."""
    assert PHRASES.items() >= NOTICES.items()
