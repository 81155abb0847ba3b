"""Judges one case over the run of its probe. Pure.

Rules of this file: a verdict needs evidence. What kept us from judging (no
connection, refused credentials, nothing to judge) is never the relay's fault
and never a pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.catalog.fill import fill
from conformance.catalog.rows import Case, Requirement
from conformance.checks.account import ADVICE, Trouble, own_key, trouble
from conformance.checks.expect import unexpected
from conformance.checks.given import GIVEN
from conformance.checks.ground import GROUNDS
from conformance.checks.late import too_late
from conformance.checks.premise import not_any, not_ok
from conformance.checks.registry import CHECKS
from conformance.errors import UsageError
from conformance.model import NO_CONNECTION, Blame, Level, Mode, Outcome, ProbeRun, Violation
from conformance.wire.view import View

MOST_VIOLATIONS = 20
"""A broken stream breaks a rule in each chunk; more than this tells nothing new."""

ACCEPTED = "the request was accepted, so there is no error whose form could be judged"
"""A lenient relay is no broken one; what must be refused is judged by rows of its own."""

_MADE_UP = b"no-such-model"
"""What probes ask for when no relay is to know the model."""

_ACCOUNT = frozenset({401, 402, 403, 429})
"""Statuses by which an account, not the relay, keeps a sound request from success."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one case. ``violations`` are kept whatever the outcome."""

    outcome: Outcome
    message: str = ""
    blame: Blame | None = None
    violations: tuple[Violation, ...] = ()


def views_of(run: ProbeRun) -> tuple[View, ...]:
    """The exchanges of ``run`` as checks see them; many cases share one reading."""
    return tuple(View(exchange) for exchange in run.exchanges)


def judge(
    case: Case,
    run: ProbeRun,
    mode: Mode,
    *,
    strict: bool = False,
    views: Sequence[View] | None = None,
) -> Judgement:
    """The judgement of ``case`` from ``run``, seen from ``mode``.

    ``strict`` lets rows that only the strict verdict depends on fail; otherwise
    they warn. ``views`` are those of ``run``, if somebody has them already.
    Raises :class:`UsageError` for a row that names no known check.
    """
    if run.problem is not None:
        outcome = Outcome.ERROR if run.blame is Blame.SUITE else Outcome.INCONCLUSIVE
        return Judgement(outcome, run.problem, run.blame)
    views = views_of(run) if views is None else views
    if not views:
        return Judgement(Outcome.ERROR, "the probe recorded no exchange", Blame.SUITE)
    hindrance = _refused_account(case, views, mode)
    hindrance = hindrance or _hindrance(given_of(case.requirement), views, mode)
    if hindrance is not None:
        return hindrance
    violations = tuple(_violations(case, views))[:MOST_VIOLATIONS]
    if not violations:
        return Judgement(Outcome.PASS)
    late = too_late(case.requirement.check, views)
    if late is not None:
        message = f"{late}: {_message(violations)}"
        return Judgement(Outcome.INCONCLUSIVE, message, Blame.SUITE, violations)
    outcome = _outcome(case.requirement, strict=strict)
    return Judgement(outcome, _message(violations), Blame.RELAY, violations)


def given_of(requirement: Requirement) -> str:
    """The precondition of the row: its own, or the one that its check declares."""
    if requirement.given is not None:
        return requirement.given
    return CHECKS[requirement.check].given if requirement.check in CHECKS else "answered"


def _refused_account(case: Case, views: Sequence[View], mode: Mode) -> Judgement | None:
    """Whether a live relay refuses the user's account; it is no rig that we have filled.

    A probe that provokes a refusal may meet one that only names the model, and one that
    fills a limit is meant to be slowed down.
    """
    if mode is not Mode.BLACKBOX:
        return None
    probe, excused = case.instance.probe, set[Trouble]()
    if probe.provokes is not None or _MADE_UP in views[-1].exchange.request.body:
        excused.add(Trouble.MODEL)
    if probe.is_full or given_of(case.requirement) in GROUNDS:
        excused.add(Trouble.RATE)
    for view in views:
        found = trouble(view) if own_key(view) else None
        if found is not None and found.trouble not in excused:
            told = f"the account, not the relay: {view.status} {found.said}".rstrip()
            return Judgement(
                Outcome.INCONCLUSIVE, f"{told}; {ADVICE[found.trouble]}", Blame.CREDENTIALS
            )
    return None


def _hindrance(given: str, views: Sequence[View], mode: Mode) -> Judgement | None:
    """Why there is nothing to judge, or ``None``."""
    if given in GROUNDS and (missing := GROUNDS[given](views)):
        return Judgement(Outcome.INCONCLUSIVE, f"nothing to judge: {missing}")
    for view in views:
        if view.exchange.end in NO_CONNECTION:
            detail = view.exchange.end_detail or view.exchange.end
            message = f"no connection to the relay: {detail}"
            return Judgement(Outcome.INCONCLUSIVE, message, Blame.NETWORK)
        if given == "error" and not_ok(view) is None:
            return Judgement(Outcome.SKIP, ACCEPTED)
        reason = GIVEN.get(given, not_any)(view)
        if reason is None and given == "served":
            reason = _refusal(view, mode)
        if reason is not None:
            message = f"nothing to judge: {reason}"
            return Judgement(Outcome.INCONCLUSIVE, message, _who_hinders(view, mode))
    return None


def _refusal(view: View, mode: Mode) -> str | None:
    """Why a sound request was not served by no fault that the relay can be accused of."""
    if _who_hinders(view, mode) is None:
        return None
    error = view.json.get("error") if isinstance(view.json, Mapping) else None
    text = error.get("message") if isinstance(error, Mapping) else view.text
    return f"the relay answers {view.status}: {str(text)[:200]}"


def _who_hinders(view: View, mode: Mode) -> Blame | None:
    """An account status is the credentials', a 5xx seen from one side the upstream's."""
    if view.status in _ACCOUNT:
        return Blame.CREDENTIALS
    return Blame.UPSTREAM if mode is Mode.BLACKBOX and (view.status or 0) >= 500 else None


def _violations(case: Case, views: Sequence[View]) -> Sequence[Violation]:
    requirement = case.requirement
    if requirement.expect is not None:
        return unexpected(requirement.expect, views)
    if requirement.check not in CHECKS:
        raise UsageError(
            f"requirement {requirement.id} names the check {requirement.check!r}; "
            f"known are {', '.join(sorted(CHECKS))}"
        )
    arguments = fill(dict(requirement.arguments), case.instance.values)
    return list(CHECKS[requirement.check].violations(views, **arguments))


def _message(violations: Sequence[Violation]) -> str:
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return violations[0].message + more


def _outcome(requirement: Requirement, *, strict: bool) -> Outcome:
    if requirement.strict and not strict:
        return Outcome.WARN
    return _OUTCOMES[requirement.level]


_OUTCOMES: Mapping[Level, Outcome] = {
    Level.MUST: Outcome.FAIL,
    Level.SHOULD: Outcome.WARN,
    Level.MAY: Outcome.PASS,
    Level.OBSERVED: Outcome.PASS,
}
