"""What changed between two runs of the same requirements, and whose doing it is.

Rules of this file: pure; it reads two runs and compares case by case. A change
that the suite itself may have made (another rule, another version) is never put
down to the relay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.run import Result, Run

__all__ = ["CAUSES", "KINDS", "Change", "Difference", "compare"]

KINDS = ("newly_failing", "newly_passing", "changed", "new", "gone")
"""Every kind of change, in the order in which a reader wants to see them."""

CAUSES = ("relay", "unclear", "surroundings", "choice", "baseline", "suite")
"""Whose doing a change is: ``unclear`` where the suite's version or its rules are not the same
and cannot be compared, ``surroundings`` for keys and networks, ``choice`` for what was claimed
or selected."""

_FAILING = {"fail", "warn"}
_HOLDING = {"pass", "known"}
_BASELINE = {"known", "fixed"}
_OUTSIDE = {"credentials", "network", "upstream"}

_VOLATILE = re.compile(r"[0-9a-fA-F]{8,}|\d+(?:\.\d+)?")
"""Nonces, ids, times and counts: two messages that differ only in these say the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """One case that came out otherwise; ``before`` or ``after`` is ``None`` where it is not."""

    kind: str
    cause: str
    before: Result | None
    after: Result | None

    @property
    def shown(self) -> Result:
        """The newer of the two results that there is."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def name(self) -> str:
        """``SSE-014[chat-stream]``."""
        return f"{self.shown.id}[{self.shown.case}]"


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from ``before`` to ``after``, gravest first."""

    before: Run
    after: Run
    changes: tuple[Change, ...]

    def of(self, kind: str) -> tuple[Change, ...]:
        """The changes of one kind, in the order of the runs."""
        return tuple(change for change in self.changes if change.kind == kind)

    @property
    def exit_code(self) -> int:
        """1: a case fails that did not, and not by the suite's doing; 3: a run was cut; else 0."""
        if any(change.cause not in {"suite", "choice"} for change in self.of("newly_failing")):
            return 1
        return 0 if self.before.complete and self.after.complete else 3


def compare(before: Run, after: Run) -> Difference:
    """What changed from ``before`` to ``after``."""
    found = sorted(_changes(before, after), key=_order)
    return Difference(before, after, tuple(found))


def _order(change: Change) -> tuple[int, int]:
    return KINDS.index(change.kind), CAUSES.index(change.cause)


def _changes(before: Run, after: Run) -> Iterator[Change]:
    old = {(row.id, row.case): row for row in before.results}
    new = {(row.id, row.case): row for row in after.results}
    is_same = _suite(before) == _suite(after)
    for key, row in new.items():
        if key not in old:
            kind = "newly_failing" if row.outcome == "fail" else "new"
            yield Change(kind, "choice" if is_same else "suite", None, row)
        elif (found := _kind(old[key], row)) is not None:
            yield Change(found, _cause(old[key], row, before, after), old[key], row)
    for key, row in old.items():
        if key not in new:
            yield Change("gone", "choice" if is_same else "suite", row, None)


def _suite(run: Run) -> tuple[str, str]:
    return run.suite_version, run.specs_digest


def _kind(old: Result, new: Result) -> str | None:
    if old.outcome == new.outcome:
        is_told = new.outcome not in {"pass", "skip"}
        return "changed" if is_told and _said(old) != _said(new) else None
    if new.outcome == "fail":
        return "newly_failing"
    if old.outcome in _FAILING and new.outcome in _HOLDING | {"fixed"}:
        return "newly_passing"
    return "changed"


def _said(row: Result) -> tuple[str | None, str]:
    return row.blame, _VOLATILE.sub("#", row.message)


def _cause(old: Result, new: Result, before: Run, after: Run) -> str:
    """Whose doing a change is; what speaks for the suite is looked at first."""
    outcomes = {old.outcome, new.outcome}
    if "error" in outcomes or _differ(old.rule, new.rule):
        return "suite"
    if "skip" in outcomes:
        return "choice"
    if outcomes & _BASELINE:
        return "baseline"
    if _is_hindered(new) or (_is_hindered(old) and new.outcome in _HOLDING):
        return "surroundings"
    is_known = old.rule is not None and new.rule is not None
    is_same = is_known or before.specs_digest == after.specs_digest
    return "relay" if is_same and before.suite_version == after.suite_version else "unclear"


def _is_hindered(row: Result) -> bool:
    """Whether something beside the relay kept the case from a verdict."""
    return row.outcome == "inconclusive" and row.blame in _OUTSIDE


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
