"""Results as a person works on them: the cases of one requirement that came out alike.

Rules of this file: sorts and counts, judges nothing; the order is that of the
run, the gravest outcomes first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from reports.run import OUTCOMES, Result

__all__ = ["GROUPS", "Finding", "Requirement", "findings", "requirements"]

GROUPS = ("fail", "fixed", "warn", "inconclusive", "error", "known")
"""Outcomes whose cases are told one by one, in the order of the page."""

_ID = re.compile(r"[A-Z]{2,4}-\d{3}")


@dataclass(frozen=True)
class Requirement:
    """One requirement with its cases, whatever became of them."""

    cases: tuple[Result, ...]

    @property
    def head(self) -> Result:
        """A case that speaks for all in what they share."""
        return self.cases[0]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many cases have each outcome, the gravest first."""
        counted = Counter(case.outcome for case in self.cases)
        return {name: counted[name] for name in OUTCOMES if counted[name]}


@dataclass(frozen=True)
class Finding:
    """The cases of one requirement that have one outcome, which is no pass."""

    outcome: str
    anchor: str
    cases: tuple[Result, ...]

    @property
    def head(self) -> Result:
        """A case that speaks for all in what they share."""
        return self.cases[0]


def requirements(results: Iterable[Result]) -> list[Requirement]:
    """The requirements in the order of the run."""
    return [Requirement(tuple(cases)) for cases in _by(results, lambda one: one.id).values()]


def findings(results: Iterable[Result]) -> list[Finding]:
    """What a reader has to look at, group after group, with an anchor for each."""
    told = [result for result in results if result.outcome in GROUPS]
    found = _by(told, lambda one: f"{GROUPS.index(one.outcome)} {one.id}")
    ordered = sorted(found.values(), key=lambda cases: GROUPS.index(cases[0].outcome))
    return [
        Finding(cases[0].outcome, _anchor(cases[0], number), tuple(cases))
        for number, cases in enumerate(ordered, 1)
    ]


def _anchor(result: Result, number: int) -> str:
    """A name that stays the same from run to run; a number for what is no id."""
    return f"{result.outcome}-{result.id if _ID.fullmatch(result.id) else number}"


def _by(results: Iterable[Result], key: Callable[[Result], str]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(key(result), []).append(result)
    return found
