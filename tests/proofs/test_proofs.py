"""Each requirement passes on the clean relay and fails on its defect, and on no other.

The whole catalogue runs against the reference relay once as it is. Then each
defect is switched on, for the exchanges of the rows that name it and a
twentieth of all others, another twentieth for each defect: what fails is
exactly what names the defect in its ``proof``. ``RELAY_PROOFS=4`` lets each
defect meet a quarter, ``RELAY_PROOFS=1`` everything. A check that cannot fail,
or that fails for another's fault, does not get past this file.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from conformance import rigs
from conformance.catalog import Case, load
from conformance.checks import Judgement, judge, views_of
from conformance.model import JSON, Blame, Mode, Outcome
from conformance.relay.defects import DEFECTS
from conformance.session.budget import Budget
from conformance.session.engine import Engine

CASES = tuple(case for case in load().cases(Mode.WIRED) if not case.instance.probe.is_full)
"""Loads of full size have a file of their own."""
PARTS = int(os.environ.get("RELAY_PROOFS", "20"))

Judged = list[tuple[Case, Judgement]]


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., Judged]:
    """Runs every probe against a fresh reference relay and judges every case."""

    def run(cases: Sequence[Case], *defects: str) -> Judged:
        instances = {case.instance.key: case.instance for case in cases}
        with rigs.start("reference", defects=defects) as rig:
            log = tmp_path / "exchanges.ndjson"
            engine = Engine(rig, rig.lanes, budget=Budget(), timeout_s=30, log=log)
            try:
                runs = {key: engine.want(one) for key, one in instances.items()}
                done = {key: future.result(timeout=60) for key, future in runs.items()}
            finally:
                engine.close()
        views = {key: views_of(run) for key, run in done.items()}
        keyed = [(case, case.instance.key) for case in cases]
        return [(c, judge(c, done[key], Mode.WIRED, views=views[key])) for c, key in keyed]

    return run


def sampled(cases: Sequence[Case], defect: str) -> list[Case]:
    """The cases that ``defect`` has to meet."""
    cases = one_error_of_each_status(cases)
    own = {case.instance.key for case in cases if defect in case.requirement.proof}
    return [case for case in cases if case.instance.key in own or drawn(case, defect)]


def drawn(case: Case, defect: str) -> bool:
    """Whether the exchange of ``case`` falls into the part of ``defect``; slow ones never do."""
    if case.instance.probe.slow and PARTS > 1:
        return False
    return zlib.crc32(f"{defect} {case.instance.key}".encode()) % PARTS == 0


def one_error_of_each_status(cases: Sequence[Case]) -> list[Case]:
    """The cases without all but the first error of each status.

    A defect treats two rows of the error catalogue with one status alike; the
    clean relay is asked for every row.
    """
    first: dict[tuple[JSON, ...], JSON] = {}
    kept = []
    for case in cases:
        values = case.instance.values
        error = values.get("error")
        if isinstance(error, Mapping) and "name" in error:
            others = [value for name, value in values.items() if name != "error"]
            key = (case.instance.probe.name, error["status"], repr(others))
            if first.setdefault(key, error["name"]) != error["name"]:
                continue
        kept.append(case)
    return kept


def problems(judgements: Judged) -> Iterator[str]:
    """What went wrong on our side, in words."""
    for case, judgement in judgements:
        if judgement.outcome is Outcome.ERROR or judgement.blame in {Blame.SUITE, Blame.NETWORK}:
            yield f"{case.id}: {judgement.message}"


def violated(judgements: Judged) -> dict[str, str]:
    """The violated rows, each with the first message."""
    found: dict[str, str] = {}
    for case, judgement in judgements:
        if judgement.violations:
            found.setdefault(case.requirement.id, f"{case.id}: {judgement.message}")
    return found


def test_the_clean_relay_passes_every_case(
    judged: Callable[..., Judged], record_property: Callable[[str, object], None]
) -> None:
    """No case of an honest relay fails, warns, or is left unjudged."""
    record_property("proof", "clean")

    judgements = judged(CASES)

    assert not [
        f"{case.id}: {judgement.outcome} {judgement.message}"
        for case, judgement in judgements
        if judgement.outcome is not Outcome.PASS or judgement.violations
    ]


@pytest.mark.parametrize("defect", [one.name for one in DEFECTS])
def test_a_defect_fails_exactly_what_names_it(
    judged: Callable[..., Judged], record_property: Callable[[str, object], None], defect: str
) -> None:
    """The rows that name the defect fail, blamed on the relay; no other row does."""
    record_property("proof", defect)
    rows = {row.id: row for row in (case.requirement for case in CASES) if defect in row.proof}

    judgements = judged(sampled(CASES, defect), defect)

    found = violated(judgements)
    assert set(rows) == set(found), found
    assert not list(problems(judgements))
    assert {Blame.RELAY} == {one.blame for _, one in judgements if one.violations}


def test_every_defect_proves_a_row_and_every_row_has_its_defect() -> None:
    """The catalogue and the defects fit without a rest."""
    named = {name for row in load().requirements.values() for name in row.proof}

    assert named == {defect.name for defect in DEFECTS}
