"""The table of several runs as text, Markdown, HTML and CSV.

Rules of this file: pure; every value is bounded and cleaned. What stays even in
all runs is counted, not listed, unless the reader wants all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from reports.html import SIGNS
from reports.pages import page
from reports.phrases import Phrases
from reports.run import OUTCOMES
from reports.spans import span
from reports.text import fit, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.several import Cell, Row, Table

__all__ = ["WRITERS", "as_csv", "html", "markdown", "text"]

LIMIT = 4_000_000
"""Octets of the page; see ``reports.html``."""

_ABSENT = "·"


def text(table: Table, lang: str = "en", *, is_whole: bool = False) -> str:
    """Lines for a terminal: runs by number, a column of signs for each."""
    phrases = Phrases(lang)
    return "".join(f"{one}\n" for one in _lines(table, phrases, _shown(table, is_whole=is_whole)))


def markdown(table: Table, lang: str = "en", *, is_whole: bool = False) -> str:
    """GitHub-flavoured Markdown: areas by run, then requirements by run."""
    phrases = Phrases(lang)
    rows = _shown(table, is_whole=is_whole)
    return "".join(fit(_blocks(table, phrases, rows), LIMIT))


def html(table: Table, lang: str = "en", *, is_whole: bool = False) -> str:
    """One self-contained page, readable without scripts."""
    rows = _shown(table, is_whole=is_whole)
    return page(
        "matrix.html.j2",
        lang,
        table=table,
        rows=rows[: LIMIT // (1500 * max(1, len(table.columns)))],
        count=len(rows),
        even=len(table.rows) - len(rows),
        signs=SIGNS,
    )


def as_csv(table: Table, lang: str = "en", *, is_whole: bool = True) -> str:
    """One line for each requirement, one column for each run; the words are those of run.json."""
    del lang
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = [_inert(line(column.name, 120)) for column in table.columns]
    writer.writerow(["id", "level", "area", "title", *names])
    for row in _shown(table, is_whole=is_whole):
        cells = ["" if cell is None else cell.outcome for cell in row.cells]
        writer.writerow([*(_inert(line(one, 200)) for one in _head(row)), *cells])
    return out.getvalue()


def _inert(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t"} else value


def _head(row: Row) -> tuple[str, ...]:
    return row.id, row.level, row.area, row.title


def _shown(table: Table, *, is_whole: bool) -> tuple[Row, ...]:
    return table.rows if is_whole else table.odd


def _lines(table: Table, phrases: Phrases, rows: tuple[Row, ...]) -> Iterator[str]:
    for column in table.columns:
        run = column.run
        verdict = phrases(f"verdict.{run.documented}")
        cut = "" if run.complete else f" · {phrases('cut.title')}"
        yield f"{line(column.name, 160)}{phrases('colon')}{verdict}{cut}"
    yield ""
    width = max((len(str(number + 1)) for number in range(len(table.columns))), default=1) + 1
    numbers = "".join(f"{number:>{width}}" for number in range(1, len(table.columns) + 1))
    yield f"{'':26}{numbers}"
    for name, counts in table.areas.items():
        cells = "".join(f"{_share(one):>{width}}" for one in counts)
        yield f"{line(name, 25):26}{cells}"
    yield ""
    for row in rows:
        cells = "".join(f"{_sign(cell):>{width}}" for cell in row.cells)
        yield f"{line(row.id, 12):12} {row.level:12} {cells}  {line(row.title, 90)}"
    yield phrases("matrix.even", count=len(table.rows) - len(rows))
    yield "  ".join(f"{SIGNS[name]} {phrases(f'outcome.{name}')}" for name in OUTCOMES)


def _share(counts: Mapping[str, int]) -> str:
    """The sign of the gravest outcome of an area."""
    found = [name for name in ("fail", "error", "fixed", "warn", "inconclusive", "known", "pass")
             if counts[name]]  # fmt: skip
    return SIGNS[found[0]] if found else _ABSENT


def _sign(cell: Cell | None) -> str:
    return _ABSENT if cell is None else SIGNS[cell.outcome]


def _blocks(table: Table, phrases: Phrases, rows: tuple[Row, ...]) -> Iterator[str]:
    yield f"## {phrases('matrix.title')}\n\n"
    for column in table.columns:
        run = column.run
        cut = "" if run.complete else f" · **{phrases('cut.title')}**"
        yield f"- {span(column.name, 160)} {phrases(f'verdict.{run.documented}')}{cut}\n"
    numbers = " | ".join(str(number) for number in range(1, len(table.columns) + 1))
    rule = "|---|" + ":---:|" * len(table.columns)
    yield f"\n| {phrases('area')} | {numbers} |\n{rule}\n"
    for name, counts in table.areas.items():
        yield f"| {span(name, 60)} | {' | '.join(_counts(one) for one in counts)} |\n"
    if rows:
        yield f"\n| {phrases('requirement')} | {numbers} |\n{rule}\n"
    for row in rows:
        cells = " | ".join(_sign(cell) for cell in row.cells)
        yield f"| {span(f'{row.id} {row.level} {row.title}', 160)} | {cells} |\n"
    yield f"\n{phrases('matrix.even', count=len(table.rows) - len(rows))}\n"


def _counts(counts: Mapping[str, int]) -> str:
    return " ".join(f"{SIGNS[name]}{counts[name]}" for name in OUTCOMES if counts[name]) or _ABSENT


Writer: TypeAlias = Callable[..., str]

WRITERS: Mapping[str, Writer] = {"text": text, "markdown": markdown, "html": html, "csv": as_csv}
"""Every format by the name that ``--format`` takes."""
