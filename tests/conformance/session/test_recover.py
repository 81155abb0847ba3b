"""A run that was killed tells what it had done, and that it was killed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import specs
from conformance import rigs
from conformance.rigs import Rig
from conformance.session import Run
from conformance.session.recover import recover
from conformance.settings.values import RunSettings, Target

SELECTED = ("SSE-014", "PAR-001")


@pytest.fixture
def killed(rig: Rig, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """The directory of a run that judged all and never came to its end; its document."""
    file = tmp_path / "rig.yaml"
    rigs.write(rig, file)
    run = Run(RunSettings(Target.WIRED, rig=str(file), select=SELECTED, out=str(tmp_path)))
    worker = run.worker()
    for item in run.plan.items:
        worker.judge(item)
    worker.close()
    run.close()
    return tmp_path, json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))


def test_what_stands_there_meanwhile_claims_nothing(killed: tuple[Path, dict[str, Any]]) -> None:
    """No result of an earlier run, no verdict, and what there is to be done."""
    _, document = killed

    specs.validator("meta/run.schema.json").validate(document)
    assert (document["complete"], document["running"], document["exit_code"]) == (False, True, 3)
    assert document["results"] == []
    assert document["planned"] == len(document["plan"]) > 1


def test_what_was_done_is_judged(killed: tuple[Path, dict[str, Any]]) -> None:
    """All but the last probe, of which a part may be missing; asking again gives the same."""
    directory, document = killed

    whole = recover(directory, document)

    specs.validator("meta/run.schema.json").validate(whole)
    ids = {f"{row['id']}[{row['case']}]" for row in whole["results"]}
    assert 0 < len(ids) < len(document["plan"])
    assert ids < set(document["plan"])
    assert {row["outcome"] for row in whole["results"]} == {"pass"}
    assert (whole["complete"], whole["exit_code"]) == (False, 3)
    assert whole["cost"]["requests"] > 0
    assert whole["duration_s"] > 0
    assert whole["parameters"]
    assert recover(directory, whole) == whole


def test_workers_logs_are_read_and_left(killed: tuple[Path, dict[str, Any]]) -> None:
    """Those of processes that were killed too; each may have broken off in its last probe."""
    directory, document = killed
    log = directory / "exchanges.ndjson"
    lines = log.read_bytes().splitlines(keepends=True)
    (directory / "exchanges-gw0.ndjson").write_bytes(b"".join(lines[:-1]))
    (directory / "exchanges-gw1.ndjson").write_bytes(lines[-1] + lines[0][:50])
    log.write_bytes(b"")

    whole = recover(directory, document)

    before = {row["case"] for row in whole["results"]}
    assert json.loads(lines[-1])["probe"] not in before
    assert len(list(directory.glob("exchanges*.ndjson"))) == 3


def test_a_known_finding_stays_known(killed: tuple[Path, dict[str, Any]]) -> None:
    """The rows of the baseline were written down when the run began."""
    directory, document = killed
    row = {
        "id": "PAR-001",
        "reason": "as ever",
        "expires": "2999-01-01",
        "link": "https://e.invalid",
    }

    whole = recover(directory, {**document, "known": [row], "is_strict": True})

    assert whole["results"]
    assert {r["outcome"] for r in whole["results"] if r["id"] == "PAR-001"} <= {"fixed"}
    assert all(r["known"] == row for r in whole["results"] if r["outcome"] == "fixed")


def test_a_run_killed_at_once_has_no_results(
    killed: tuple[Path, dict[str, Any]],
) -> None:
    """Killed at once."""
    directory, document = killed
    (directory / "exchanges.ndjson").write_bytes(b"")

    whole = recover(directory, document)

    assert (whole["results"], whole["duration_s"], whole["cost"]["requests"]) == ([], 0.0, 0)
