"""Several runs side by side: relays beside relays, or one relay over time. Pure.

Rules of this file: counts and the gravest outcome of each requirement, run by
run; nothing is judged anew. A run that did not judge something has an empty cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reports.run import OUTCOMES

if TYPE_CHECKING:
    from reports.run import Result, Run

__all__ = ["GRAVITY", "Cell", "Column", "Row", "Table", "gravest", "table"]

GRAVITY = ("fail", "error", "fixed", "warn", "inconclusive", "known", "pass", "skip")
"""Outcomes from the gravest; a requirement is shown by the gravest of its cases."""


@dataclass(frozen=True, slots=True)
class Column:
    """One run, by a short name that is its own."""

    name: str
    run: Run


@dataclass(frozen=True, slots=True)
class Cell:
    """What a run says of one requirement: how many cases have which outcome."""

    counts: Mapping[str, int]
    message: str = ""

    @property
    def outcome(self) -> str:
        """The gravest one."""
        return gravest(self.counts)


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement with a cell for each run; ``None`` where it was not judged."""

    id: str
    title: str
    level: str
    area: str
    cells: tuple[Cell | None, ...]

    @property
    def is_even(self) -> bool:
        """Whether every run that judged it found it kept, or left it out."""
        return all(cell is None or cell.outcome in {"pass", "skip"} for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """The runs and what each says of each requirement."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @cached_property
    def areas(self) -> dict[str, tuple[dict[str, int], ...]]:
        """Area -> for each run how many cases have each outcome."""
        names = dict.fromkeys(row.area for row in self.rows)
        empty = dict.fromkeys(OUTCOMES, 0)
        tables = [column.run.areas() for column in self.columns]
        return {name: tuple(one.get(name, empty) for one in tables) for name in names}

    @property
    def odd(self) -> tuple[Row, ...]:
        """The requirements that not every run keeps."""
        return tuple(row for row in self.rows if not row.is_even)


def gravest(outcomes: Iterable[str]) -> str:
    """The outcome that a reader must know of first."""
    return min(outcomes, key=GRAVITY.index)


def table(runs: Iterable[Run]) -> Table:
    """The table of ``runs``, requirements in the order of their areas and ids."""
    columns = tuple(Column(_name(number, run), run) for number, run in enumerate(runs, 1))
    cells = [_cells(column.run.results) for column in columns]
    heads: dict[str, Result] = {}
    for column in columns:
        for result in column.run.results:
            heads[result.id] = result  # the newest run's words
    order = {area: at for at, area in enumerate(dict.fromkeys(one.area for one in heads.values()))}
    found = sorted(heads.values(), key=lambda one: (order[one.area], one.id))
    return Table(
        columns,
        tuple(
            Row(one.id, one.title, one.level, one.area, tuple(each.get(one.id) for each in cells))
            for one in found
        ),
    )


def _cells(results: Iterable[Result]) -> dict[str, Cell]:
    by_id: dict[str, list[Result]] = {}
    for result in results:
        by_id.setdefault(result.id, []).append(result)
    return {
        name: Cell(
            Counter(row.outcome for row in rows),
            min(rows, key=lambda row: GRAVITY.index(row.outcome)).message,
        )
        for name, rows in by_id.items()
    }


def _name(number: int, run: Run) -> str:
    """``2 relay.example litellm 1.0 2026-11-26``: the number makes it its own."""
    where = urlsplit(run.target.base_url).netloc or run.target.base_url
    parts = (str(number), where, run.target.relay, run.target.profile, run.started_at[:16])
    return " ".join(part for part in parts if part)
