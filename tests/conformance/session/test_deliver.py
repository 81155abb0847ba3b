"""The files of a run are put in place together."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.rigs import Rig
from conformance.session import Run
from conformance.session.deliver import PAGE, append_summary, deliver, workflow_commands
from conformance.settings.values import RunSettings, Target


def test_reports_and_the_page_of_the_ci_are_written(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step summary is appended to, never replaced."""
    page = tmp_path / "page.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    out = tmp_path / "out"
    settings = RunSettings(
        Target.BLACKBOX, rig.base_url, model="lane-0", api_key=rig.lanes[0].api_key,
        select=("SSE-014",), out=str(out), formats=("markdown", "junit"),
    )  # fmt: skip
    run = Run(settings)

    document = deliver(run, complete=False)
    run.close()

    assert document["complete"] is False
    assert sorted(file.name for file in out.iterdir()) == [
        "exchanges.ndjson", "junit.xml", "run.json", "summary.md",
    ]  # fmt: skip
    assert page.read_text().startswith("before\n")
    assert len(page.read_text()) > len("before\n")


def test_a_page_that_is_nearly_full_is_not_overfilled(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub would refuse all of it; the annotations are only for GitHub too."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    settings = RunSettings(
        Target.BLACKBOX, rig.base_url, model="lane-0", api_key=rig.lanes[0].api_key,
        select=("SSE-014",), out=str(tmp_path / "out"), formats=(),
    )  # fmt: skip
    run = Run(settings)
    deliver(run, complete=False)
    run.close()
    page = tmp_path / "page.md"
    page.write_bytes(b" " * (PAGE - 1_000))

    append_summary(tmp_path / "out", page, "en")

    assert page.stat().st_size <= PAGE
    assert workflow_commands(run) == ""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert workflow_commands(run).startswith("::notice title=This run was cut short::")
