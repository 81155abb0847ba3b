"""Makes the document of a run that was killed from what its log can still prove.

Rules of this file: needs no network and takes nothing away, so it may be asked
again, also while the run is still under way. A probe that may be only half
recorded is left out.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from conformance import baseline, results
from conformance.catalog import load
from conformance.checks import judge
from conformance.model import ProbeRun
from conformance.results.parameters import AREA, matrix
from conformance.results.reported import reported
from conformance.session.usage import tokens_of
from conformance.settings.values import Target
from conformance.transport.record import ExchangeLog

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from conformance.catalog import Case
    from conformance.model import JSON, Exchange

__all__ = ["recover"]


def recover(directory: Path, document: Mapping[str, JSON]) -> dict[str, JSON]:
    """``document``, as it was written when the run began, with the results of what was done."""
    runs = _recorded(directory)
    cases = load(document["target"]["profile"]).cases(Target(document["mode"]).mode)
    planned = set(document["plan"])
    known = [_row(row) for row in document["known"]]
    rows = [
        _judged(case, runs[case.instance.key], known, document)
        for case in cases
        if case.id in planned and case.instance.key in runs
    ]
    exchanges = [one for run in runs.values() for one in run.exchanges]
    found = results.verdicts(rows, complete=False)
    whole = {
        **document,
        "duration_s": _duration_s(document["started_at"], exchanges),
        "cost": {
            "requests": len(exchanges),
            "tokens": sum(tokens_of(one, 0) for one in exchanges),
            "usd": None,
        },
        "verdicts": found,
        "exit_code": results.exit_code(found, strict=document["is_strict"]),
        "summary": results.summary(rows),
        "results": rows,
        "languages": _languages(rows, document),
        "reports": reported(rows),
    }
    if document["mode"] != Target.BLACKBOX:
        shown = {case.instance.key for case in cases if case.instance.probe.area == AREA}
        whole["parameters"] = matrix(one for one in exchanges if one.probe in shown)
    return whole


def _languages(rows: list[dict[str, JSON]], document: Mapping[str, JSON]) -> dict[str, JSON]:
    """Titles of what was judged; the notices were translated when the run began."""
    before = document.get("languages", {})
    return {
        name: {**one, "notices": before.get(name, {}).get("notices", {})}
        for name, one in results.languages(rows).items()
    }


def _recorded(directory: Path) -> dict[str, ProbeRun]:
    """The probes of every log by their keys, without the last one of each log."""
    found: dict[str, list[Exchange]] = {}
    for file in sorted(directory.glob("exchanges*.ndjson")):
        last = ""
        for exchange in ExchangeLog(file):
            found.setdefault(exchange.probe, []).append(exchange)
            last = exchange.probe
        found.pop(last, None)
    return {key: ProbeRun(key, tuple(exchanges)) for key, exchanges in found.items()}


def _judged(
    case: Case, run: ProbeRun, known: list[baseline.Row], document: Mapping[str, JSON]
) -> dict[str, JSON]:
    mode = Target(document["mode"]).mode
    judgement = judge(case, run, mode, strict=document["is_strict"])
    row = baseline.match(known, case.requirement.id, case.instance.key)
    return results.of_case(case, judgement, run, known=row, today=datetime.now(UTC).date())


def _row(value: Mapping[str, JSON]) -> baseline.Row:
    """The row that the run wrote down when it began."""
    return baseline.Row(**{**value, "expires": date.fromisoformat(value["expires"])})


def _duration_s(started_at: str, exchanges: Iterable[Exchange]) -> float:
    """From the start to the end of the last exchange that was recorded."""
    start = datetime.fromisoformat(started_at)
    ends = [
        datetime.fromisoformat(one.started_at) + timedelta(seconds=one.duration_s) - start
        for one in exchanges
        if one.started_at
    ]
    return round(max((end.total_seconds() for end in ends), default=0.0), 3)
