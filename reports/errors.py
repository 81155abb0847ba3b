"""The table of errors: which endpoint was given which, with a stream or without.

Rules of this file: computed from the results alone, and pure. A cell is the
worst that was found there; what was never asked for stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.run import Result, Run

__all__ = ["COLUMNS", "ROWS", "Cell", "Row", "Table", "table"]

ROWS, COLUMNS = 40, 32
"""Most of each that are shown: a run may be made of anything."""

ORDER = ("fail", "fixed", "warn", "inconclusive", "error", "known", "pass", "skip")
"""Outcomes, the one that speaks for a cell first: what was judged tells more than a skip."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of one error at one endpoint, and how many cases say so."""

    outcome: str
    cases: int


@dataclass(frozen=True, slots=True)
class Row:
    """One endpoint, asked for a stream or not; a cell for each column, in order."""

    endpoint: str
    stream: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Names of the errors as columns, endpoints as rows; empty when none was provoked."""

    errors: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def table(run: Run) -> Table:
    """The errors of a run, in the order in which it provoked them."""
    found: dict[tuple[str, bool], dict[str, list[str]]] = {}
    for result in run.results:
        if result.error is not None:
            cells = found.setdefault((result.endpoint, result.stream), {})
            cells.setdefault(result.error, []).append(result.outcome)
    errors = tuple(dict.fromkeys(_errors(run.results)))[:COLUMNS]
    rows = [
        Row(endpoint, stream, tuple(_cell(cells.get(error)) for error in errors))
        for (endpoint, stream), cells in _grouped(found)
    ]
    return Table(errors, tuple(rows[:ROWS]))


def _errors(results: Iterable[Result]) -> Iterable[str]:
    return (result.error for result in results if result.error is not None)


def _grouped(
    found: dict[tuple[str, bool], dict[str, list[str]]],
) -> list[tuple[tuple[str, bool], dict[str, list[str]]]]:
    """Endpoints in the order of the run, the stream of each below it."""
    names = list(dict.fromkeys(endpoint for endpoint, _ in found))
    return sorted(found.items(), key=lambda item: (names.index(item[0][0]), item[0][1]))


def _cell(outcomes: list[str] | None) -> Cell | None:
    return None if outcomes is None else Cell(min(outcomes, key=ORDER.index), len(outcomes))
