"""One row of ``results`` in ``run.json``. Pure.

Rules of this file: builds the document's row from a case, its judgement and
the evidence; decides nothing but what a baseline row changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.catalog.fill import fill
from conformance.catalog.rule import rule_of
from conformance.model import Blame, Outcome
from conformance.results.evidence import evidence
from conformance.results.timeline import timeline
from conformance.transport.curl import curl

if TYPE_CHECKING:
    from datetime import date

    from conformance.baseline import Row
    from conformance.catalog import Case, Instance
    from conformance.checks import Judgement
    from conformance.model import JSON, Exchange, ProbeRun, Violation

_EXCUSED = frozenset({Outcome.FAIL, Outcome.WARN})
_MOST_VALUE = 2000
_MAY_LACK = frozenset({"curl", "evidence", "hint", "known"})


def of_case(
    case: Case, judgement: Judgement, run: ProbeRun, *, known: Row | None, today: date
) -> dict[str, JSON]:
    """The row of a judged case; ``known`` is the baseline row that covers it."""
    outcome = _with_baseline(judgement.outcome, known, today)
    blame = None if outcome is Outcome.PASS else judgement.blame
    shown = _shown(run, judgement.violations)
    is_told = outcome not in {Outcome.PASS, Outcome.SKIP}
    row = {
        **_head(case),
        "outcome": outcome.value,
        "blame": None if blame is None else blame.value,
        "message": _message(judgement.message, outcome, known, today),
        **_values(judgement.violations),
        "exchanges": [exchange.id for exchange in run.exchanges],
        "curl": curl(shown.request) if shown is not None and is_told else None,
        "evidence": _evidence(shown, judgement.violations) if shown and is_told else None,
        "known": None if known is None else known.as_json(),
        "duration_s": round(sum(one.duration_s for one in run.exchanges), 6),
    }
    return _lean(row)


def of_skip(case: Case, reason: str) -> dict[str, JSON]:
    """The row of a case that is not judged because of ``reason``."""
    return _unjudged(case, Outcome.SKIP, None, reason)


def of_lack(case: Case, reason: str) -> dict[str, JSON]:
    """The row of a case that is claimed, but that nothing at hand can judge."""
    return _unjudged(case, Outcome.INCONCLUSIVE, None, reason)


def of_error(case: Case, message: str) -> dict[str, JSON]:
    """The row of a case on which the suite itself failed."""
    return _unjudged(case, Outcome.ERROR, Blame.SUITE, message)


def _unjudged(case: Case, outcome: Outcome, blame: Blame | None, message: str) -> dict[str, JSON]:
    return {
        **_head(case),
        "outcome": outcome.value,
        "blame": None if blame is None else blame.value,
        "message": message,
        "exchanges": [],
        "duration_s": 0.0,
    }


def _head(case: Case) -> dict[str, JSON]:
    requirement = case.requirement
    head = {
        "id": requirement.id,
        "case": case.instance.key,
        "title": requirement.title,
        "area": requirement.area,
        "endpoint": case.instance.endpoint.name,
        "needs": sorted(case.needs),
        "level": requirement.level.value,
        "strict": requirement.strict,
        "source": requirement.source.as_json(),
        "defects": list(requirement.defects),
        "hint": requirement.hint,
        "rule": rule_of(case),
        **_provoked(case.instance),
    }
    return _lean(head)


def _lean(row: dict[str, JSON]) -> dict[str, JSON]:
    """The row without members that would say nothing: there are thousands of rows."""
    return {key: value for key, value in row.items() if value is not None or key not in _MAY_LACK}


def _provoked(instance: Instance) -> dict[str, JSON]:
    """Which error was provoked, and whether a stream was asked for; nothing for other probes."""
    if instance.probe.provokes is None:
        return {}
    return {"error": fill(instance.probe.provokes, instance.values), "stream": instance.stream}


def _with_baseline(outcome: Outcome, known: Row | None, today: date) -> Outcome:
    """A row in date turns a failure into ``known``, and a pass into ``fixed``."""
    if known is None or known.expires < today:
        return outcome
    if outcome in _EXCUSED:
        return Outcome.KNOWN
    return Outcome.FIXED if outcome is Outcome.PASS else outcome


def _message(message: str, outcome: Outcome, known: Row | None, today: date) -> str:
    """What is told of a case; a baseline row that is no use any more is told with it."""
    if known is None:
        return message
    if outcome is Outcome.FIXED:
        return f"passes, but the baseline still lists it; {known.deletion}"
    since = known.expired(today)
    if since and outcome in _EXCUSED:
        return f"{message} ({known.place}: the row that excused it {since})"
    return message


def _shown(run: ProbeRun, violations: tuple[Violation, ...]) -> Exchange | None:
    """The exchange that the row's curl and evidence are taken from."""
    if not run.exchanges:
        return None
    index = violations[0].exchange if violations else 0
    return run.exchanges[min(index, len(run.exchanges) - 1)]


def _evidence(shown: Exchange, violations: tuple[Violation, ...]) -> dict[str, JSON]:
    return {
        "started_at": shown.started_at,
        **evidence(shown, violations),
        "timeline": timeline(shown),
    }


def _values(violations: tuple[Violation, ...]) -> dict[str, JSON]:
    if not violations:
        return {}
    rows = [
        {
            "message": one.message,
            "at": one.at,
            "expected": _bounded(one.expected),
            "got": _bounded(one.got),
            "exchange": one.exchange,
        }
        for one in violations
    ]
    return {"expected": rows[0]["expected"], "actual": rows[0]["got"], "violations": rows}


def _bounded(value: JSON) -> JSON:
    """``value``, or the beginning of its text when it is large."""
    text = value if isinstance(value, str) else repr(value)
    return value if len(text) <= _MOST_VALUE else text[:_MOST_VALUE] + "…"
