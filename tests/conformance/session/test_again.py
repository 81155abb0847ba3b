"""A recorded run is judged again as it was, unless the rules have changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance import rigs
from conformance.errors import UsageError
from conformance.rigs import Rig
from conformance.session import Run
from conformance.session.again import judged_again
from conformance.settings.values import RunSettings, Target


@pytest.fixture
def recorded(rig: Rig, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """The directory and document of a small run."""
    file = tmp_path / "rig.yaml"
    rigs.write(rig, file)
    run = Run(RunSettings(Target.WIRED, rig=str(file), select=("SSE-014",), out=str(tmp_path)))
    worker = run.worker()
    for item in run.plan.items:
        run.take(worker.judge(item))
    worker.close()
    document = run.finish(complete=True)
    run.close()
    return tmp_path, document


def outcomes(document: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Outcome by case."""
    return {(row["id"], row["case"]): row["outcome"] for row in document["results"]}


def test_the_same_rules_give_the_same_results(recorded: tuple[Path, dict[str, Any]]) -> None:
    """Judging needs nothing but the record, and only what was asked for is judged."""
    before, after = judged_again(*recorded, strict=False)

    assert outcomes(before) == outcomes(after)
    assert after["exit_code"] == recorded[1]["exit_code"]
    assert after["summary"] == before["summary"]


def test_another_suite_judges_all_that_was_sent(recorded: tuple[Path, dict[str, Any]]) -> None:
    """Rules that have come since are among its results."""
    directory, document = recorded
    document["suite"]["specs_digest"] = "sha256:old"

    before, after = judged_again(directory, document, strict=False)

    assert outcomes(before).items() < outcomes(after).items()
    assert after["suite"]["specs_digest"] != "sha256:old"


def test_a_known_finding_stays_known(recorded: tuple[Path, dict[str, Any]]) -> None:
    """The row of the baseline stands in the run."""
    directory, document = recorded
    row = {"id": "SSE-014", "reason": "as ever and again", "expires": "2999-01-01"}
    for result in document["results"]:
        result["known"] = row

    _, after = judged_again(directory, document, strict=False)

    assert set(outcomes(after).values()) == {"fixed"}
    assert after["results"][0]["known"] == row


def test_what_is_not_recorded_is_said(tmp_path: Path) -> None:
    """A directory without a log."""
    with pytest.raises(UsageError, match="no record"):
        judged_again(tmp_path, {"mode": "wired", "complete": True}, strict=False)
