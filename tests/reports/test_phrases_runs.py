"""The phrases about several runs are part of the one table."""

from __future__ import annotations

from reports.diff import CAUSES, KINDS
from reports.phrases import PHRASES
from reports.phrases_runs import RUNS


def test_they_stand_in_the_table_of_all_phrases() -> None:
    """None is hidden by another."""
    assert PHRASES.items() >= RUNS.items()


def test_every_kind_and_cause_has_its_phrase() -> None:
    """In the words of ``diff``."""
    assert {f"kind.{kind}" for kind in KINDS} | {f"cause.{cause}" for cause in CAUSES} <= set(RUNS)
