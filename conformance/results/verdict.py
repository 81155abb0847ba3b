"""From outcomes to the two verdicts and the exit code. Pure.

Rules of this file: 2 before 1 before 3 before 0, and never 0 when nothing
required was judged. A row marked ``strict`` binds only the strict verdict. What
a known finding leaves nothing to judge of is known with it.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.model import JSON, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BROKEN = {"fail", "fixed"}
_OPEN = {"inconclusive", "error"}
_KEPT = {"pass", "known"}


class Verdict(StrEnum):
    """What can be said of a relay in two words."""

    CONFORMANT = "conformant"
    NOT_CONFORMANT = "not conformant"
    NO_VERDICT = "no verdict"


_CODES = {Verdict.CONFORMANT: 0, Verdict.NOT_CONFORMANT: 1, Verdict.NO_VERDICT: 3}


def summary(results: Iterable[Mapping[str, JSON]]) -> dict[str, int]:
    """How many results have each outcome."""
    counted = Counter(str(row["outcome"]) for row in results)
    return {outcome.value: counted[outcome.value] for outcome in Outcome}


def verdicts(
    results: Sequence[Mapping[str, JSON]], *, complete: bool, stale: bool = False
) -> dict[str, str]:
    """The verdict as documented and the strict one; ``stale``: the baseline needs work."""
    return {
        "documented": _verdict(results, complete=complete, stale=stale, strict=False).value,
        "strict": _verdict(results, complete=complete, stale=stale, strict=True).value,
    }


def exit_code(found: Mapping[str, str], *, strict: bool) -> int:
    """The exit code of ``verdicts``; ``strict`` follows the strict one."""
    return _CODES[Verdict(found["strict" if strict else "documented"])]


def _verdict(
    results: Sequence[Mapping[str, JSON]], *, complete: bool, stale: bool, strict: bool
) -> Verdict:
    broken = {row.get("case") for row in results if row["outcome"] == "known"}
    shown = [row for row in results if not (row.get("case") in broken and _is_bare(row))]
    outcomes = {_bound(row, strict=strict) for row in shown}
    fixed = any(row["outcome"] == "fixed" for row in results)
    if stale or fixed or outcomes & _BROKEN:
        return Verdict.NOT_CONFORMANT
    if not complete or outcomes & _OPEN or not outcomes & _KEPT:
        return Verdict.NO_VERDICT
    return Verdict.CONFORMANT


def _is_bare(row: Mapping[str, JSON]) -> bool:
    """Whether there was nothing to judge, and that not by a fault of the network or the key."""
    return row["outcome"] == "inconclusive" and row.get("blame") is None


def _bound(row: Mapping[str, JSON], *, strict: bool) -> str:
    """The outcome as far as it binds: only a MUST does, and strict rows only strictly.

    An ``error`` of the suite always counts: it says nothing of the row's level.
    """
    outcome = str(row["outcome"])
    if outcome == "error":
        return outcome
    if row["level"] != "MUST" or (row["strict"] and not strict):
        return "skip"
    return "fail" if row["strict"] and outcome == "warn" else outcome
