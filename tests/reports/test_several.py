"""Runs stand side by side, requirement by requirement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reports.run import Run
from reports.several import Table, gravest, table


def test_a_cell_shows_the_gravest_case(
    make_run: Callable[..., Run], make_result: Callable[..., Any]
) -> None:
    """With its message; what a run did not judge is empty."""
    one = make_run([make_result(1), make_result(1, case="b", outcome="fail", message="no end")])
    two = make_run([make_result(2, area="usage")])

    found = table([one, two])

    assert [row.id for row in found.rows] == ["SSE-001", "SSE-002"]
    first, second = found.rows
    assert first.cells[0] is not None
    assert (first.cells[0].outcome, first.cells[0].message) == ("fail", "no end")
    assert (first.cells[1], second.cells[0]) == (None, None)
    assert found.odd == (first,)
    assert [counts["pass"] for counts in found.areas["stream"]] == [1, 0]


def test_columns_have_names_of_their_own(make_run: Callable[..., Run]) -> None:
    """Two runs of the same minute are told apart by number."""
    names = [column.name for column in table([make_run(), make_run()]).columns]

    assert names[0].startswith("1 127.0.0.1:4000 reference 1.0 openai 2026-11-22T10:00")
    assert len(set(names)) == 2


def test_no_runs_and_no_results_are_no_error(make_run: Callable[..., Run]) -> None:
    """An empty table."""
    assert table([]) == Table((), ())
    assert table([make_run([])]).rows == ()


def test_a_failure_outweighs_everything() -> None:
    """And a skip nothing."""
    assert gravest(["pass", "skip", "fail", "warn"]) == "fail"
    assert gravest(["skip", "pass"]) == "pass"
