"""The phrases of the page are part of the one table."""

from __future__ import annotations

from reports.capabilities import STATES
from reports.phrases import PHRASES
from reports.phrases_page import PAGE


def test_they_stand_in_the_table_of_all_phrases() -> None:
    """None is hidden by another."""
    assert PHRASES.items() >= PAGE.items()


def test_every_state_and_end_has_its_phrase() -> None:
    """In the words of the tables and of a timeline."""
    ends = ("eof", "truncated", "reset", "protocol", "timeout", "left", "refused")
    keys = {f"state.{state}" for state in STATES} | {f"end.{end}" for end in ends}

    assert keys | {f"closed.{by}" for by in ("mock", "relay", "open")} <= set(PAGE)
