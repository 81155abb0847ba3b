"""Writes a baseline anew after a run: what failed is in it, what it needs no more is gone.

Rules of this file: the file is a person's; comments, reasons and the order of
its rows stay as they are wherever the rows stand one below another.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conformance.baseline.rows import Row, match, problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from conformance.model import JSON

_UNTOLD = "failed when the baseline was written"


@dataclass(frozen=True, slots=True)
class Renewal:
    """What changes in a baseline."""

    gone: tuple[Row, ...] = ()
    new: tuple[Row, ...] = ()


def renewal(
    rows: Sequence[Row],
    results: Sequence[Mapping[str, JSON]],
    known: Iterable[str],
    *,
    today: date,
    until: date,
) -> Renewal:
    """What ``results`` ask for; new rows excuse until ``until``.

    A row that is fixed in one case and needed in another is narrowed to that one.
    """
    ids, seen = set(known), [(str(row["id"]), str(row["case"])) for row in results]
    fixed = {
        match(rows, *pair) for pair, row in zip(seen, results, strict=True) if _is(row, "fixed")
    }
    idle = {row for row in rows if problems([row], seen, ids, today)}
    gone = tuple(row for row in rows if row in fixed | idle)
    return Renewal(gone, tuple(_new(rows, results, set(gone), until)))


def _new(
    rows: Sequence[Row], results: Iterable[Mapping[str, JSON]], gone: set[Row], until: date
) -> Iterator[Row]:
    for result in results:
        requirement, case = str(result["id"]), str(result["case"])
        row = match(rows, requirement, case)
        if _is(result, "known") and row in gone and row is not None:
            yield replace(row, case=case)
        elif _is(result, "fail"):
            reason = row.reason if row in gone and row is not None else result["message"] or _UNTOLD
            yield Row(requirement, reason, until, case, row.link if row else None)


def _is(result: Mapping[str, JSON], outcome: str) -> bool:
    return bool(result["outcome"] == outcome)


def updated(text: str, rows: Iterable[Row], change: Renewal) -> str:
    """``text`` of a baseline with ``rows``, after ``change``."""
    import yaml  # noqa: PLC0415

    import specs  # noqa: PLC0415 (brings yaml)

    kept = [row for row in rows if row not in change.gone]
    wanted = [row.as_row() for row in (*kept, *change.new)]
    edited = _edited(text, change)
    try:
        value = specs.parse(edited, "baseline").value
    except specs.SpecError:
        value = None
    if wanted in (value, value.get("known") if isinstance(value, dict) else None):
        return edited
    whole = {"known": wanted}
    return str(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=100))


def _edited(text: str, change: Renewal) -> str:
    """``text`` with the lines of some rows taken out and others put at its end."""
    lines = (text or "known:").splitlines()
    dead = {at for row in change.gone for at in range(row.lines[0], row.lines[1] + 1)}
    left = [line for at, line in enumerate(lines, 1) if at not in dead]
    first = next((line for line in lines if line.lstrip().startswith("- ")), "  - ")
    indent = first[: len(first) - len(first.lstrip())]
    for row in change.new:
        pairs = [f"{key}: {_scalar(key, value)}" for key, value in row.as_row().items()]
        left += [f"{indent}- {pairs[0]}", *(f"{indent}  {pair}" for pair in pairs[1:])]
    return "\n".join(left) + "\n"


def _scalar(key: str, value: str) -> str:
    return value if key in {"id", "expires"} else json.dumps(value, ensure_ascii=False)
