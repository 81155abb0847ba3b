"""The table has one row a result, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from reports.csv import COLUMNS, render
from reports.run import Run

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]


def read(run: Run) -> list[dict[str, str]]:
    """The rows by the names of their columns."""
    text = render(run)
    assert text.endswith("\r\n")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    assert tuple(reader.fieldnames or ()) == COLUMNS
    return list(reader)


def test_each_result_is_a_row(make_run: Runs, make_result: Results, make_failure: Results) -> None:
    """With its outcome, and values as JSON."""
    rows = read(make_run([make_result(1), make_failure(2)]))

    assert [(row["id"], row["outcome"]) for row in rows] == [
        ("SSE-001", "pass"),
        ("SSE-002", "fail"),
    ]
    assert rows[1]["expected"] == '"[DONE]"'
    assert rows[1]["actual"] == '{"object": "chat.completion.chunk"}'
    assert (rows[0]["strict"], rows[0]["blame"], rows[0]["duration_s"]) == ("false", "", "0.250000")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "＝1", "'=1"])  # noqa: RUF001
def test_a_formula_is_text(make_run: Runs, make_failure: Results, start: str) -> None:
    """A cell that would be run begins with an apostrophe."""
    (row,) = read(make_run([make_failure(message=start)]))

    assert row["message"] == f"'{start.strip()}"


def test_a_cut_run_says_so_in_every_row(make_run: Runs) -> None:
    """The last column tells whether the run was whole."""
    assert read(make_run(complete=False))[0]["run_complete"] == "false"
    assert read(make_run())[0]["run_complete"] == "true"


def test_a_run_without_results_has_its_columns(make_run: Runs) -> None:
    """A reader of the file finds what it looks for."""
    assert read(make_run([])) == []


def test_hostile_values_are_inert(hostile_run: Run) -> None:
    """Each result stays one line, bounded, and no cell is a formula."""
    text = render(hostile_run)

    assert text.count("\r\n") == text.count("\n") == len(hostile_run.results) + 1
    assert len(text.encode()) < 500_000
    for row in read(hostile_run):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_a_deep_value_is_named(make_run: Runs, make_failure: Results) -> None:
    """What cannot be shown is said."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]

    run = make_run([make_failure()])
    object.__setattr__(run.results[0], "expected", deep)

    assert read(run)[0]["expected"] == "[nested too deeply to show]"


def test_an_unknown_language_is_refused(make_run: Runs) -> None:
    """As every format refuses it."""
    with pytest.raises(ValueError, match="choose en, zh"):
        render(make_run(), "fr")
