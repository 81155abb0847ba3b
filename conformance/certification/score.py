"""What the results of one run say about the rows of a set. Pure.

Rules of this file: knows documents only, so that whoever checks a bundle scores
it as its maker did. Only what binds the verdict `as documented` is required.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.certification.sets import RequirementSet, SetRow
from conformance.model import JSON

__all__ = ["Scope", "Score", "score"]

_KEPT = frozenset({"pass", "skip"})


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a certificate reaches; evidence levels are another matter."""

    profile: str
    mode: str
    capabilities: tuple[str, ...]
    load: str
    excused: tuple[str, ...]
    """Rows that a documented deviation of the profile excuses."""
    withdrawn: tuple[str, ...] = ()
    no_case: tuple[str, ...] = ()
    """Rows that have nothing to ask under this profile, such as of models that it names none of."""

    @classmethod
    def from_json(cls, value: Mapping[str, JSON]) -> Scope:
        """The scope in a certificate that its schema has been checked for."""
        return cls(
            profile=value["profile"],
            mode=value["mode"],
            capabilities=tuple(value["capabilities"]),
            load=value["load"],
            excused=tuple(value["excused"]),
            withdrawn=tuple(value["withdrawn"]),
            no_case=tuple(value["no_case"]),
        )

    def as_json(self) -> dict[str, JSON]:
        """The scope as a certificate has it."""
        return {
            "profile": self.profile,
            "mode": self.mode,
            "capabilities": list(self.capabilities),
            "load": self.load,
            "excused": list(self.excused),
            "withdrawn": list(self.withdrawn),
            "no_case": list(self.no_case),
        }

    def requires(self, row: SetRow) -> bool:
        """Whether a certificate of this scope stands or falls with ``row``."""
        return (
            row.level == "MUST"
            and not row.strict
            and row.id not in self.excused
            and row.id not in self.withdrawn
            and row.id not in self.no_case
            and self.mode in row.modes
            and row.needs <= frozenset(self.capabilities)
            and (self.load == "full" or not row.is_full)
        )


@dataclass(frozen=True, slots=True)
class Score:
    """Requirement ids by what became of them; ``problems`` are sentences."""

    passed: tuple[str, ...]
    not_applicable: tuple[str, ...]
    """Required, but no case of it had anything to judge."""
    warned: tuple[str, ...]
    not_scored: tuple[str, ...]
    """Judged, but not in the set."""
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, JSON]:
        """The counts that a certificate shows."""
        return {
            "required": len(self.passed) + len(self.not_applicable),
            "passed": len(self.passed),
            "not_applicable": len(self.not_applicable),
            "warned": len(self.warned),
            "not_scored": list(self.not_scored),
        }


def score(results: Sequence[Mapping[str, JSON]], frozen: RequirementSet, scope: Scope) -> Score:
    """What ``results`` say about each row of ``frozen`` that ``scope`` requires."""
    found: dict[str, list[Mapping[str, JSON]]] = defaultdict(list)
    for row in results:
        found[row["id"]].append(row)
    required = [row.id for row in frozen.rows.values() if scope.requires(row)]
    passed = [name for name in required if any(r["outcome"] == "pass" for r in found.get(name, ()))]
    warned = {row["id"] for row in results if row["outcome"] == "warn" and row["id"] in frozen.rows}
    return Score(
        passed=tuple(passed),
        not_applicable=tuple(name for name in required if name not in passed),
        warned=tuple(sorted(warned)),
        not_scored=tuple(sorted(found.keys() - frozen.rows.keys())),
        problems=tuple(_problems(required, found, frozen, scope)),
    )


def _problems(
    required: Sequence[str],
    found: Mapping[str, Sequence[Mapping[str, JSON]]],
    frozen: RequirementSet,
    scope: Scope,
) -> Iterator[str]:
    if not any(row["outcome"] == "pass" for name in required for row in found.get(name, ())):
        yield "no required row passed: nothing was certified"
    for name in required:
        if name not in found:
            yield f"{name} is required by the set {frozen.name}, but the run has no result of it"
        for row in found.get(name, ()):
            if row["outcome"] not in _KEPT:
                yield f"{name}[{row['case']}] is {row['outcome']}: {row['message'][:200]}"
    for name, rows in found.items():
        if name in frozen.rows:
            yield from _bent(frozen.rows[name], rows, scope)


def _bent(row: SetRow, results: Sequence[Mapping[str, JSON]], scope: Scope) -> Iterator[str]:
    """A result may not say of itself that it binds less than its row did."""
    is_excused = row.id in scope.excused
    for result in results:
        if result["level"] != row.level or result["strict"] != (row.strict or is_excused):
            yield f"{row.id}[{result['case']}] does not bind as the set {row.level} row does"
