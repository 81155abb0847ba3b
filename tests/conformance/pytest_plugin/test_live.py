"""allure-pytest writes what the report of the run would write, once a test."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance import rigs
from reports import formats

Runner = Callable[..., subprocess.CompletedProcess[str]]

FRESH = {"uuid", "start", "stop", "labels", "steps"}
"""What only the moment decides: names of attachments stand in steps."""


@pytest.fixture(scope="module")
def broken_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The rig file of a relay that drops the last event of streams."""
    file = tmp_path_factory.mktemp("broken") / "rig.yaml"
    with rigs.start("reference", lanes=2, defects=["drop_done"]) as rig:
        rigs.write(rig, file)
        yield file


def results(folder: Path) -> dict[str, dict[str, Any]]:
    """The results in a folder by their names; none stands there twice."""
    found = [json.loads(file.read_text("utf-8")) for file in folder.glob("*-result.json")]
    named = {one["fullName"]: one for one in found}
    assert len(named) == len(found)
    return named


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["one", "xdist"])
def test_live_results_are_those_of_the_run(
    run_pytest: Runner, broken_file: Path, tmp_path: Path, processes: tuple[str, ...]
) -> None:
    """Under pytest-xdist too."""
    done = run_pytest(
        "-p", "allure_pytest", "--alluredir", "live", "--relay-rig", str(broken_file),
        "--relay-out", "out", "--relay-select", "SSE-01*", "--relay-lang", "zh", *processes,
    )  # fmt: skip

    assert done.returncode == 1, done.stdout + done.stderr
    live = results(tmp_path / "live")
    (folder,) = formats.render(tmp_path / "out", ["allure"], "zh")
    later = results(folder)
    assert live.keys() == later.keys()
    for name, one in live.items():
        same = {key: value for key, value in later[name].items() if key not in FRESH and value}
        assert {key: value for key, value in one.items() if key not in FRESH} == same
    failed = [one for one in live.values() if one["status"] == "failed"]
    assert {one["fullName"].partition("[")[0] for one in failed} == {"SSE-014"}
    for name in ("environment.properties", "categories.json"):
        assert (tmp_path / "live" / name).read_bytes() == (folder / name).read_bytes()
    for step in failed[0]["steps"]:
        for row in step["attachments"]:
            assert (tmp_path / "live" / row["source"]).is_file()


def test_other_tests_keep_their_own_results(
    run_pytest: Runner, broken_file: Path, tmp_path: Path
) -> None:
    """A test that judges nothing is told as allure-pytest tells it; so is the environment."""
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "environment.properties").write_text("mine=1\n")

    run_pytest(
        "-p", "allure_pytest", "--alluredir", "live", "--pyargs", "test_own.py", "conformance",
        "--relay-rig", str(broken_file), "--relay-out", "out", "--relay-select", "SSE-014",
    )  # fmt: skip

    names = {one["name"] for one in results(tmp_path / "live").values()}
    assert "test_own" in names
    assert len(names) > 1
    assert (tmp_path / "live" / "environment.properties").read_text() == "mine=1\n"
