"""The files of a run are put in place together."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.rigs import Rig
from conformance.session import Run
from conformance.session.deliver import deliver
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
