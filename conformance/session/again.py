"""Judges what a run has recorded again, offline, and says what the rules of today change.

Rules of this file: needs no network and gives what the run gave, unless the
rules have changed since. A finding that the run's baseline knew stays known.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import specs
from conformance import __version__, results
from conformance.baseline import Row
from conformance.catalog import load
from conformance.checks import judge
from conformance.errors import UsageError
from conformance.model import ProbeRun
from conformance.settings.values import Target
from conformance.transport.record import ExchangeLog

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conformance.catalog import Case
    from conformance.model import JSON, Exchange, Mode

__all__ = ["judged_again", "recorded"]

_LOG = "exchanges.ndjson"


def judged_again(
    directory: Path, document: Mapping[str, JSON], *, strict: bool
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """The run's document and today's, both with those cases alone that can be judged again."""
    runs = recorded(directory)
    mode = Target(document["mode"]).mode
    sent = [row for row in document["results"] if row["exchanges"]]
    known = {(row["id"], row["case"]): row.get("known") for row in sent}
    suite = {**document["suite"], "version": __version__, "specs_digest": specs.digest()}
    rows = [
        _again(case, runs[case.instance.key], mode, known, strict=strict)
        for case in load(document["target"]["profile"]).cases(mode)
        if case.instance.key in runs
    ]
    if suite == document["suite"]:  # what is not in the run was not asked for then
        rows = [row for row in rows if (row["id"], row["case"]) in known]
    found = results.verdicts(rows, complete=document["complete"])
    new = {
        **document,
        "suite": suite,
        "results": rows,
        "summary": results.summary(rows),
        "verdicts": found,
        "exit_code": results.exit_code(found, strict=strict),
    }
    return {**document, "results": sent, "summary": results.summary(sent)}, new


def recorded(directory: Path) -> dict[str, ProbeRun]:
    """The runs of a directory by their keys."""
    file = directory / _LOG
    if not file.is_file():
        raise UsageError(f"{file}: the run has no record of its exchanges")
    found: dict[str, list[Exchange]] = defaultdict(list)
    for exchange in ExchangeLog(file):
        found[exchange.probe].append(exchange)
    return {key: ProbeRun(key, tuple(exchanges)) for key, exchanges in found.items()}


def _again(
    case: Case,
    run: ProbeRun,
    mode: Mode,
    known: Mapping[tuple[str, str], JSON],
    *,
    strict: bool,
) -> dict[str, JSON]:
    judgement = judge(case, run, mode, strict=strict)
    row = known.get((case.requirement.id, case.instance.key))
    today = datetime.now(UTC).date()
    return results.of_case(case, judgement, run, known=_row(row), today=today)


def _row(value: Mapping[str, JSON] | None) -> Row | None:
    """The row of the baseline that ``run.json`` carries."""
    if value is None:
        return None
    expires = date.fromisoformat(value["expires"])
    return Row(value["id"], value["reason"], expires, value.get("case"), value.get("link"))
