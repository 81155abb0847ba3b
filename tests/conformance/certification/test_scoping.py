"""The scope follows from profile, set and run."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import specs
from conformance.catalog import load
from conformance.certification import sets
from conformance.certification.scoping import scope_of
from conformance.model import Mode

RUN: dict[str, Any] = {"mode": "wired", "capabilities": ["chat", "models"]}


@pytest.fixture(scope="module")
def whole() -> sets.RequirementSet:
    """All rows of today."""
    return sets.freeze("2030-01", date(2030, 1, 31))


@pytest.mark.parametrize("profile", specs.names("profiles"))
def test_every_required_row_has_a_case(profile: str, whole: sets.RequirementSet) -> None:
    """Or nobody could be certified for the profile."""
    every = [one.capability for one in load(profile).endpoints.values() if one.capability]
    for mode in ("wired", "blackbox"):
        document = {"mode": mode, "capabilities": sorted(set(every))}
        scope = scope_of(document, whole, profile=profile, load="full")
        asked = {case.requirement.id for case in load(profile).cases(Mode(mode))}

        required = {row.id for row in whole.rows.values() if scope.requires(row)}
        assert required - asked == set()
        assert not set(scope.no_case) & asked


def test_a_documented_deviation_excuses(whole: sets.RequirementSet) -> None:
    """The row binds only strictly, and the scope lists it."""
    found = {
        profile: scope_of(RUN, whole, profile=profile, load="light").excused
        for profile in specs.names("profiles")
    }

    assert any(found.values())
    assert found["generic"] == ()


def test_a_withdrawn_row_is_listed(whole: sets.RequirementSet) -> None:
    """It was in the set once, and is required no more."""
    left = next(row for row in load().requirements.values() if not row.is_judged)
    rows = {**whole.document["rows"], left.id: whole.document["rows"]["CHAT-001"]}
    older = sets.from_json({**whole.document, "rows": rows})

    scope = scope_of(RUN, older, profile="generic", load="light")

    assert scope.withdrawn == (left.id,)
    assert (scope.mode, scope.load, scope.capabilities) == ("wired", "light", ("chat", "models"))
