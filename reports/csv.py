"""CSV of a run: one row a result, for spreadsheets and data tools.

Rules of this file: RFC 4180, the names of the columns in the first row. A cell
that a spreadsheet would take for a formula begins with an apostrophe (OWASP,
CSV injection, seen 2026-11-26). The last column says whether the run was whole.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from reports.phrases import Phrases
from reports.text import line

if TYPE_CHECKING:
    from reports.document import JSON
    from reports.run import Result, Run

__all__ = ["COLUMNS", "render"]

COLUMNS = (
    "id", "case", "outcome", "level", "strict", "blame", "title", "area", "endpoint", "message",
    "expected", "actual", "source", "seen", "defects", "exchanges", "duration_s", "curl",
    "run_complete",
)  # fmt: skip
"""Names of the columns: the same in every language, for the programs that read them."""

FIELD = 2_000
"""Characters of one cell; a spreadsheet takes 32,767."""

_FORMULA = tuple("=+-@＝＋－＠'")  # noqa: RUF001 (wide signs begin a formula too)


def render(run: Run, lang: str = "en") -> str:
    """The results as CSV; ``lang`` changes nothing."""
    Phrases(lang)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for result in run.results:
        writer.writerow([_cell(value) for value in (*_values(result), run.complete)])
    return text.getvalue()


def _values(result: Result) -> tuple[str | bool | float | None, ...]:
    source = result.source
    return (
        result.id, result.case, result.outcome, result.level, result.strict, result.blame,
        result.title, result.area, result.endpoint, result.message,
        _json(result.expected), _json(result.actual), source.url or source.document, source.seen,
        " ".join(result.defects), " ".join(result.exchanges), result.duration_s, result.curl,
    )  # fmt: skip


def _json(value: JSON) -> str:
    if value is None:
        return ""
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "[nested too deeply to show]"


def _cell(value: str | bool | float | None) -> str:
    """The value on one line, and never a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return f"{value:.6f}"
    shown = line(value, FIELD)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
