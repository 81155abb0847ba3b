"""Chooses the cases of a run, in the order of the catalogue. Pure.

Rules of this file: no traffic and no judging; what cannot be judged here gets
its reason to be skipped, everything else is to be run.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from conformance.catalog.kinds import model_of
from conformance.errors import UsageError
from conformance.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.catalog import Case, Instance

_RANK = {Level.MUST: 0, Level.SHOULD: 1, Level.MAY: 2, Level.OBSERVED: 2}


NOT_NAMED = "the capabilities file does not name it"
LIGHT_ONLY = "a load of full size; --load full sends it"


@dataclass(frozen=True, slots=True)
class Planned:
    """One case of the run; ``skip`` says why it is not to be judged.

    ``lacks`` says why it cannot be judged although the capability is claimed.
    """

    case: Case
    skip: str | None = None
    lacks: str | None = None

    @property
    def is_sent(self) -> bool:
        """Whether the probe of the case is to be run."""
        return self.skip is None and self.lacks is None


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases of one run."""

    items: tuple[Planned, ...]

    @property
    def instances(self) -> tuple[Instance, ...]:
        """Each probe instance that has to be run, once, in order of first use."""
        needed = [item.case.instance for item in self.items if item.is_sent]
        return tuple({instance.key: instance for instance in needed}.values())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user chose. ``supports`` and ``models`` of ``None`` limit nothing."""

    select: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    level: Level = Level.MAY
    shard: tuple[int, int] | None = None
    supports: frozenset[str] | None = None
    doubts: Mapping[str, str] | None = None
    """Why a capabilities file does not claim what it names."""
    roles: frozenset[str] = frozenset({"default"})
    """Roles of the lanes at hand; a probe on another lane is skipped."""
    is_full: bool = False
    """Whether loads of full size are sent too."""
    models: Mapping[str, str] | None = None
    """Models by kind; ``None``: every lane has a model for all."""


def make(cases: Iterable[Case], wanted: Wanted) -> Plan:
    """The plan for ``cases``. Raises :class:`UsageError` for a pattern that matches nothing."""
    every = tuple(cases)
    for pattern in (*wanted.select, *wanted.skip):
        _check_pattern(pattern, every)
    chosen = [
        case
        for case in every
        if _RANK[case.requirement.level] <= _RANK[wanted.level]
        and (not wanted.select or _matches_any(wanted.select, case))
        and not _matches_any(wanted.skip, case)
    ]
    return Plan(tuple(_planned(case, wanted) for case in _share(chosen, wanted.shard)))


def matches(pattern: str, case: Case) -> bool:
    """Whether ``pattern`` names ``case`` by id, area, endpoint, probe or title."""
    lowered = pattern.lower()
    return any(
        lowered == name.lower() or fnmatchcase(name.lower(), lowered) for name in _names(case)
    )


def _names(case: Case) -> tuple[str, ...]:
    requirement, instance = case.requirement, case.instance
    return (
        requirement.id,
        requirement.area,
        instance.endpoint.name,
        instance.probe.name,
        instance.key,
        case.id,
        requirement.title,
    )


def _matches_any(patterns: Iterable[str], case: Case) -> bool:
    return any(matches(pattern, case) for pattern in patterns)


def _check_pattern(pattern: str, cases: tuple[Case, ...]) -> None:
    if any(matches(pattern, case) for case in cases):
        return
    names = {name.lower(): name for case in cases for name in _names(case)}
    near = [
        names[name] for name in get_close_matches(pattern.lower(), sorted(names), n=3, cutoff=0.4)
    ]
    hint = f"near: {', '.join(near)}" if near else "see `relay-conformance list`"
    raise UsageError(f"the pattern {pattern!r} matches nothing; {hint}")


def check_claims(claimed: Iterable[str], known: Iterable[str]) -> None:
    """Raises :class:`UsageError` for a claimed capability that nothing knows.

    A mistyped name would skip its rows in silence.
    """
    names = sorted(set(known))
    for name in claimed:
        if name not in names:
            near = get_close_matches(name, names, n=3, cutoff=0.4) or names
            raise UsageError(f"`supports` names {name!r}, which is unknown; {', '.join(near)} ?")


def _share(cases: list[Case], shard: tuple[int, int] | None) -> list[Case]:
    """The part of ``shard``; cases over one probe instance stay together."""
    if shard is None:
        return cases
    number, total = shard
    order = {key: at for at, key in enumerate(dict.fromkeys(c.instance.key for c in cases))}
    return [case for case in cases if order[case.instance.key] % total == number - 1]


def _doubted(capability: str, wanted: Wanted) -> str:
    """The capability, and what the capabilities file says of it."""
    if wanted.doubts is None:
        return capability
    return f"{capability} ({wanted.doubts.get(capability, NOT_NAMED)})"


def _planned(case: Case, wanted: Wanted) -> Planned:
    skip = _reason(case, wanted)
    return Planned(case, skip, None if skip else _lack(case, wanted))


def _lack(case: Case, wanted: Wanted) -> str | None:
    """A claim that nobody gave the means to judge is no pass, and no failure."""
    endpoint = case.instance.endpoint
    if wanted.models is None or model_of(endpoint, wanted.models) is not None:
        return None
    kind, name = endpoint.model, endpoint.name
    return f"no model for {kind} is known: add --model {kind}=NAME, or leave it out: --skip {name}"


def _reason(case: Case, wanted: Wanted) -> str | None:
    if wanted.supports is not None and not case.needs <= wanted.supports:
        missing = sorted(case.needs - wanted.supports)
        return f"the relay does not claim: {', '.join(_doubted(one, wanted) for one in missing)}"
    if case.instance.probe.is_full and not wanted.is_full:
        return LIGHT_ONLY
    if case.instance.probe.lane not in wanted.roles | {"patient"}:
        return f"no lane with the role `{case.instance.probe.lane}`"
    return None
