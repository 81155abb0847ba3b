"""The reference relay keeps the error table of the role it plays, and fails where it is changed.

Each row of each relay's table is changed in the relay, one key at a time; what
then fails is that row's situation under the rule of that key, and nothing else.
A changed row is asked for at chat and at one more endpoint that the relay claims;
the relay as it is answers at all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import specs
from conformance import rigs
from conformance.catalog import Case, load
from conformance.catalog.promises import Promises, exact, read
from conformance.checks import judge
from conformance.model import Mode, Outcome
from conformance.relay.config import Role, Told
from conformance.rigs import roles
from conformance.session.budget import Budget
from conformance.session.engine import Engine
from conformance.settings.profile import supports

FIVE = ("laozhang", "apiyi", "lalc", "sozeer", "4z-api")
OTHERS = ("openai", "one-api", "new-api", "litellm", "generic")
ROWS = [
    (profile, situation)
    for profile in (*FIVE, "one-api")
    for situation in Promises(read(profile)).rows
    if (profile, situation) != ("one-api", "unknown_path")
]
"""One-api tells a wrong method and all that it lacks by its row of unknown paths."""

Judged = list[tuple[Case, Any]]


def cases(profile: str, lanes: set[str]) -> list[Case]:
    """What a run in this role judges of the profile's own rules."""
    claimed = supports(profile)
    return [
        case
        for case in load(profile).cases(Mode.WIRED)
        if case.requirement.area == "profile"
        and case.instance.probe.lane in lanes
        and (claimed is None or case.needs <= set(claimed))
    ]


def at_one_endpoint(every: list[Case]) -> list[Case]:
    """The cases of each probe over endpoints, without all but its first endpoint."""
    first: dict[str, str] = {}
    return [
        case
        for case in every
        if first.setdefault(case.instance.probe.name, case.instance.endpoint.name)
        == case.instance.endpoint.name
    ]


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., Judged]:
    """Judges the profile's own rules at a fresh relay in its role."""

    def run(profile: str, *, everywhere: bool = False) -> Judged:
        with rigs.start("reference", lanes=4, profile=profile) as rig:
            log = tmp_path / "exchanges.ndjson"
            engine = Engine(rig, rig.lanes, budget=Budget(), timeout_s=30, log=log)
            every = cases(profile, {lane.role for lane in rig.lanes})
            chosen = every if everywhere else at_one_endpoint(every)
            try:
                runs = {case.instance.key: engine.want(case.instance) for case in chosen}
                done = {key: future.result(timeout=60) for key, future in runs.items()}
            finally:
                engine.close()
        return [(case, judge(case, done[case.instance.key], Mode.WIRED)) for case in chosen]

    return run


@pytest.mark.parametrize("profile", [*FIVE, *OTHERS])
def test_the_relay_keeps_what_its_role_promises(
    judged: Callable[..., Judged], profile: str
) -> None:
    """Every documented error is told as documented, and what is disclaimed is refused."""
    found = judged(profile, everywhere=True)

    assert not [
        f"{case.id}: {one.outcome} {one.message}"
        for case, one in found
        if one.outcome is not Outcome.PASS or one.violations
    ]


@pytest.mark.parametrize(("profile", "situation"), ROWS)
def test_a_changed_row_fails_exactly_there(
    judged: Callable[..., Judged],
    monkeypatch: pytest.MonkeyPatch,
    profile: str,
    situation: str,
) -> None:
    """The rule of the changed key fails for this situation; all else passes."""
    honest = roles.role(profile)
    probes = {
        case.instance.key
        for case in at_one_endpoint(cases(profile, {*_lanes(profile)}))
        if case.instance.label.rpartition(",")[2] == situation
    }
    for requirement, changed in changes(profile, situation, honest):
        monkeypatch.setattr(roles, "role", lambda _, role=changed: role)

        found = judged(profile)

        failed = {(case.requirement.id, case.instance.key) for case, one in found if one.violations}
        assert probes
        assert failed == {(requirement, probe) for probe in probes}


def changes(profile: str, situation: str, role: Role) -> Iterator[tuple[str, Role]]:
    """A requirement and a role that breaks it, for each key that the row demands."""
    row = Promises(read(profile)).rows[situation]
    expected, told = exact(situation, row), role.errors[situation]
    yield "PRF-001", _with(role, situation, replace(told, status=418))
    if expected["words"] is not None:
        other = replace(told, code="other")
        in_type = told.type in expected["words"] and expected["word_in_type"]
        yield "PRF-002", _with(role, situation, replace(other, type="other") if in_type else other)
    if expected["types"] is not None:
        yield "PRF-003", _with(role, situation, replace(told, type="other"))
    if "param" in expected["present"]:
        yield "PRF-004", _with(role, situation, replace(told, absent=told.absent | {"param"}))


def _with(role: Role, situation: str, told: Told) -> Role:
    return replace(role, errors={**role.errors, situation: told})


def _lanes(profile: str) -> Iterator[str]:
    yield from ("default", "limited")
    yield from (state.value for state in roles.states(profile))


def test_every_row_of_the_five_is_provoked() -> None:
    """No row of a table that a relay prints is left out."""
    dialects = {specs.profile(name).get("errors") for name in FIVE} - {None}

    for dialect in dialects:
        assert [row["name"] for row in specs.errors(dialect) if "situation" not in row] == []
