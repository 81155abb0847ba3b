"""A rule keeps its name as long as it asks the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from conformance.catalog import Case, load
from conformance.catalog.rule import rule_of
from conformance.model import Level


def case() -> Case:
    """Any case of the catalogue."""
    return next(one for one in load().cases() if one.requirement.id == "SSE-014")


def test_a_rule_is_the_same_each_time() -> None:
    """Twelve digits, for each case its own."""
    names = [rule_of(one) for one in islice(load().cases(), 50)]

    assert names == [rule_of(one) for one in islice(load().cases(), 50)]
    assert all(len(name) == 12 for name in names)
    assert len(set(names)) > 25


def test_what_only_explains_does_not_count() -> None:
    """A better title is no new rule; another level or request is one."""
    one = case()
    told = replace(one, requirement=replace(one.requirement, title="x", hint="y"))
    harder = replace(one, requirement=replace(one.requirement, level=Level.MAY))
    asked = replace(one.instance, probe=replace(one.instance.probe, requests=({"path": "/x"},)))

    assert rule_of(told) == rule_of(one)
    assert len({rule_of(one), rule_of(harder), rule_of(replace(one, instance=asked))}) == 3
