"""A run that is killed leaves what it had done, and says that it was cut."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import specs

COMMAND = [sys.executable, "-m", "conformance"]
LIMIT_S = 60
ENOUGH = 40
"""Exchanges after which the run is killed; it has more than a thousand."""


def test_report_tells_of_a_run_that_was_killed(tmp_path: Path) -> None:
    """SIGKILL in the middle of a run; ``report`` renders what was done."""
    log = tmp_path / "out" / "exchanges.ndjson"
    process = subprocess.Popen(
        [*COMMAND, "run", "--out", "out"], cwd=tmp_path, stdout=subprocess.DEVNULL
    )
    until = time.monotonic() + LIMIT_S
    while not (log.exists() and log.read_bytes().count(b"\n") >= ENOUGH):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    process.kill()
    process.wait(LIMIT_S)
    assert not (tmp_path / "out" / "report.html").exists()

    told = subprocess.run(
        [*COMMAND, "report", "out", "--format", "html,junit,markdown"],
        cwd=tmp_path, capture_output=True, text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip

    document = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    specs.validator("meta/run.schema.json").validate(document)
    done, planned = len(document["results"]), document["planned"]
    assert (told.returncode, document["complete"], document["exit_code"]) == (0, False, 3)
    assert 0 < done < planned
    assert f"{done} of {planned} cases are judged from its log" in told.stderr
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "This run was cut short" in page
    assert f"{done:,} of {planned:,} cases were judged." in page
    assert "No verdict" in page
