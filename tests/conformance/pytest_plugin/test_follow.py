"""Two processes judge one relay without sending anything twice."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path


def test_two_workers_make_one_run(
    run_pytest: Callable[..., subprocess.CompletedProcess[str]], rig_file: Path, tmp_path: Path
) -> None:
    """Each probe is sent by one worker; the log and the cost are of both."""
    done = run_pytest(
        "--relay-rig", str(rig_file), "--relay-out", "out", "--relay-select", "models",
        "--relay-select", "SSE-01*", "-n", "2", "-q",
    )  # fmt: skip

    document = json.loads((tmp_path / "out" / "run.json").read_text())
    lines = (tmp_path / "out" / "exchanges.ndjson").read_text().splitlines()
    ids = Counter(json.loads(line)["id"] for line in lines)
    assert document["complete"], done.stdout
    assert set(ids.values()) == {1}
    assert document["cost"]["requests"] == len(lines)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "exchanges.ndjson", "junit.xml", "report.html", "run.json",
    ]  # fmt: skip


def test_more_workers_than_lanes_is_wrong_use(
    run_pytest: Callable[..., subprocess.CompletedProcess[str]], rig_file: Path
) -> None:
    """Two probes on one lane would spoil each other."""
    done = run_pytest("--relay-rig", str(rig_file), "-n", "3")

    assert done.returncode == 4
    assert "3 workers need 3 lanes, but the rig has 2" in done.stdout + done.stderr
