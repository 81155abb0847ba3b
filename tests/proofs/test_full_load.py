"""Loads of full size: the clean relay bears them, and a defect of limits shows under them.

Thousands of requests; ``tox -e load`` asks for them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conformance import rigs
from conformance.catalog import Case, load
from conformance.checks import Judgement, judge
from conformance.model import Mode, Outcome
from conformance.session.budget import Budget
from conformance.session.engine import Engine

CASES = [case for case in load().cases(Mode.WIRED) if case.instance.probe.is_full]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("RELAY_LOAD" not in os.environ, reason="asked for by tox -e load"),
]


def judged(cases: list[Case], log: Path, *defects: str) -> dict[str, Judgement]:
    """Every case, one probe after the other, by its id."""
    found = {}
    with rigs.start("reference", defects=defects, load="full") as rig:
        engine = Engine(rig, rig.lanes, budget=Budget(), timeout_s=60, log=log)
        try:
            for case in cases:
                run = engine.want(case.instance).result(timeout=120)
                found[case.id] = judge(case, run, Mode.WIRED)
        finally:
            engine.close()
    return found


def test_the_clean_relay_bears_a_full_load(tmp_path: Path) -> None:
    """No case fails; a machine too slow to fill a minute's window says so."""
    found = judged(CASES, tmp_path / "exchanges.ndjson")

    late = {key for key, one in found.items() if one.message.endswith("more than a window")}
    assert {key: one for key, one in found.items() if one.violations} == {}
    assert {one.outcome for key, one in found.items() if key not in late} == {Outcome.PASS}


@pytest.mark.parametrize(
    "defect", ["no_rate_limit", "answers_swapped", "abandoned_streams_fill_the_relay"]
)
def test_a_defect_shows_under_a_full_load(tmp_path: Path, defect: str) -> None:
    """In rows that name it, and in no other."""
    found = judged(CASES, tmp_path / "exchanges.ndjson", defect)

    rows = load().requirements
    violated = {key.partition("[")[0] for key, one in found.items() if one.violations}
    assert violated
    assert {row for row in violated if defect not in rows[row].proof} == set()
