"""What a relay claims to serve, against what was found of it.

Rules of this file: computed from the results alone, and pure. A capability is
broken when a required rule that needs it is; what nothing judged is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.run import Result, Run

__all__ = ["MOST", "STATES", "Capability", "capabilities"]

MOST = 120
"""Capabilities shown at most; there are some forty."""

STATES = ("broken", "found", "unseen", "absent")
"""Broken, found in order, claimed but not judged, and not claimed at all."""

_JUDGED = frozenset({"pass", "fail", "warn", "known", "fixed"})
_BROKEN = frozenset({"fail", "known"})


@dataclass(frozen=True, slots=True)
class Capability:
    """One capability: how many cases judged with it, and how many of them are broken."""

    name: str
    is_claimed: bool
    judged: int
    broken: int

    @property
    def state(self) -> str:
        """One of :data:`STATES`."""
        if self.broken:
            return "broken"
        if self.judged:
            return "found"
        return "unseen" if self.is_claimed else "absent"


def capabilities(run: Run) -> tuple[Capability, ...]:
    """The claimed ones and those that a case needed, the broken ones first."""
    needed = {need for result in run.results for need in result.needs}
    claimed = set(run.capabilities)
    by_name: dict[str, list[Result]] = {name: [] for name in sorted(claimed | needed)}
    for result in run.results:
        for need in result.needs:
            by_name[need].append(result)
    rows = [_row(name, results, is_claimed=name in claimed) for name, results in by_name.items()]
    return tuple(sorted(rows, key=lambda row: STATES.index(row.state))[:MOST])


def _row(name: str, results: Iterable[Result], *, is_claimed: bool) -> Capability:
    outcomes = [result.outcome for result in results]
    return Capability(
        name,
        is_claimed,
        sum(one in _JUDGED for one in outcomes),
        sum(one in _BROKEN for one in outcomes),
    )
