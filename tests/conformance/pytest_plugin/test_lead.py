"""The leading process writes the files and says the verdict."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import specs
from conformance.pytest_plugin.lead import plan_only
from conformance.settings.values import RunSettings

Runner = Callable[..., subprocess.CompletedProcess[str]]


def test_collecting_plans_every_lane() -> None:
    """Nothing is left out for want of a relay, only what is asked for by a flag."""
    plan = plan_only(RunSettings())

    assert plan.items
    left = [item for item in plan.items if item.skip]
    assert all(item.case.instance.probe.is_full for item in left)


def test_a_chosen_part_is_a_whole_run(run_pytest: Runner, rig_file: Path, tmp_path: Path) -> None:
    """What ``-k`` leaves out is not missing; the document is valid."""
    done = run_pytest(
        "--relay-rig", str(rig_file), "--relay-out", "out", "-q", "-m", "streaming", "-k", "SSE-014"
    )

    document = json.loads((tmp_path / "out" / "run.json").read_text())
    specs.validator("meta/run.schema.json").validate(document)
    assert (document["complete"], document["exit_code"], done.returncode) == (True, 0, 0)
    assert {row["id"] for row in document["results"]} == {"SSE-014"}


def test_stopping_early_is_no_verdict(
    run_pytest: Runner, rig_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that is cut still leaves a valid document, and tells the CI."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    stop = "def pytest_runtest_teardown(item, nextitem): item.session.shouldstop = 'enough'\n"
    (tmp_path / "stop_early.py").write_text(stop)

    done = run_pytest(
        "--relay-rig", str(rig_file), "--relay-out", "out", "--relay-select", "SSE-0*",
        "-p", "stop_early", "-o", "pythonpath=.", "--rootdir", ".",
    )  # fmt: skip

    document = json.loads((tmp_path / "out" / "run.json").read_text())
    assert (document["complete"], len(document["results"])) == (False, 1)
    assert document["exit_code"] == 3
    assert "\n::notice title=This run was cut short::" in done.stdout
