"""The composite action does on a runner what it says, whatever its inputs hold."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import specs

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github" / "actions" / "relay-conformance"
SCRIPTS = sorted(ACTION.glob("*.sh"))
DEFINITION: dict[str, Any] = specs.parse(
    (ACTION / "action.yml").read_text(encoding="utf-8"), "action.yml"
).value
STEPS: list[dict[str, Any]] = DEFINITION["runs"]["steps"]

Runner = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A job's folder and environment, with the suite where the install step puts it."""
    place = tmp_path / "temp" / "relay-conformance" / "bin"
    place.mkdir(parents=True)
    for name, words in {"python": "", "relay-conformance": " -m conformance"}.items():
        wrapper = place / name
        wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}"{words} "$@"\n')
        wrapper.chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()

    def run(*, program: str | None = None, **inputs: str) -> tuple[int, dict[str, str]]:
        if program is not None:
            (place / "relay-conformance").write_text(program)
        output, page = tmp_path / "output", tmp_path / "page"
        done = subprocess.run(
            ["bash", str(ACTION / "run.sh")],
            cwd=work,
            check=False,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                "RUNNER_TEMP": str(tmp_path / "temp"),
                "GITHUB_ACTION_PATH": str(ACTION),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(page),
                "GITHUB_ACTIONS": "true",
                **environment(inputs),
            },
            capture_output=True,
            timeout=120,
        )
        lines = output.read_text().splitlines() if output.exists() else []
        output.unlink(missing_ok=True)
        return done.returncode, dict(line.split("=", 1) for line in lines)

    return run


def environment(inputs: dict[str, str]) -> dict[str, str]:
    """The variables of the judging step, as a runner fills them in."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert set(given) <= set(DEFINITION["inputs"])
    values = {name: row["default"] for name, row in DEFINITION["inputs"].items()} | given
    step = next(step for step in STEPS if step.get("id") == "run")
    return {
        variable: values[re.sub(r"\$\{\{ inputs\.(.*) \}\}", r"\1", expression)]
        for variable, expression in step["env"].items()
    }


def test_a_run_tells_the_job_what_came_of_it(runner: Runner, tmp_path: Path) -> None:
    """Outputs, reports and the page of the job."""
    code, told = runner(select="SSE-014", formats="html,junit")

    assert code == 0
    assert told == {
        "verdict": "conformant",
        "strict-verdict": "conformant",
        "exit-code": "0",
        "report-path": "conformance-report",
    }
    folder = tmp_path / "work" / "conformance-report"
    assert {"run.json", "report.html", "junit.xml"} <= {file.name for file in folder.iterdir()}
    assert (tmp_path / "page").read_text(encoding="utf-8").startswith("#")


def test_several_patterns_stand_one_a_line(runner: Runner, tmp_path: Path) -> None:
    """Empty lines and spaces around them do not count."""
    runner(select="\n  SSE-014 \n\nCHAT-001\n", strict="true")

    run = json.loads((tmp_path / "work/conformance-report/run.json").read_bytes())
    assert {row["id"] for row in run["results"]} == {"SSE-014", "CHAT-001"}


@pytest.mark.parametrize(("fail", "code"), [("true", 2), ("false", 0)])
def test_the_job_goes_on_where_it_is_told_to(runner: Runner, fail: str, code: int) -> None:
    """The outputs are there in any case; what looks like an option is a pattern of nothing."""
    assert runner(select="--json", fail=fail) == (
        code,
        {
            "verdict": "no verdict",
            "strict-verdict": "no verdict",
            "exit-code": "2",
            "report-path": "conformance-report",
        },
    )


RECORDER = '#!/bin/sh\nprintf "%s\\0" "$@" > words\nexit 3\n'
"""Stands in for the suite, and keeps what it was called with."""


@pytest.mark.parametrize("name", ["select", "base_url", "profile", "out", "level", "model", "lang"])
@pytest.mark.parametrize(
    "value",
    ["$(touch evil)", "`touch evil`", "'; touch evil; '", '"; touch evil; "', "--json", "*"],
    ids=["substitution", "backticks", "quote", "quotes", "option", "glob"],
)
def test_an_input_is_no_command_and_no_option(
    runner: Runner, tmp_path: Path, name: str, value: str
) -> None:
    """It is the value of its own option, letter by letter."""
    code, told = runner(program=RECORDER, **{name: value})

    words = (tmp_path / "work" / "words").read_text().split("\0")
    assert f"--{name.replace('_', '-')}={value}" in words
    assert not list(tmp_path.rglob("evil"))
    assert (code, told["exit-code"], told["verdict"]) == (3, "3", "no verdict")


def test_an_output_is_one_line(runner: Runner) -> None:
    """A line feed in a path would be an output of its own."""
    _, told = runner(program=RECORDER, out="a\nverdict=conformant")

    assert told["report-path"] == "averdict=conformant"
    assert told["verdict"] == "no verdict"


def test_the_key_goes_the_way_of_the_environment(runner: Runner, tmp_path: Path) -> None:
    """It is nowhere in what is left behind."""
    key = "sk-proj-0123456789abcdefghij"

    code, told = runner(base_url="http://127.0.0.1:1", api_key=key, model="m")

    assert (code, told["exit-code"]) == (3, "3")
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or key.encode() not in file.read_bytes(), file


def test_the_suite_is_installed_from_its_own_checkout(tmp_path: Path) -> None:
    """Pinned, into an environment of its own."""
    bin_dir = tmp_path / "bin"
    bin_dir.mkdir()
    fake = bin_dir / "python3"
    fake.write_text(
        '#!/bin/sh\n[ "$2" = pip ] && printf "%s\\n" "$@" > "$RUNNER_TEMP/said" && exit\n'
        'mkdir -p "$3/bin"\n'
        'cp "$0" "$3/bin/python"\n'
    )
    fake.chmod(0o755)

    subprocess.run(
        ["bash", str(ACTION / "install.sh")],
        check=True,
        env={
            "PATH": f"{bin_dir}:/usr/bin:/bin",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_ACTION_PATH": str(ACTION),
        },
    )

    said = (tmp_path / "said").read_text().splitlines()
    assert said[:3] == ["-m", "pip", "install"]
    assert said[-3:] == ["--constraint", str(ROOT / "constraints.txt"), str(ROOT)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_script_is_one_that_bash_reads(script: Path) -> None:
    """It stops at the first mistake, can be started, and evaluates no text."""
    text = script.read_text(encoding="utf-8")

    subprocess.run(["bash", "-n", str(script)], check=True)
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert "eval" not in text
    assert script.stat().st_mode & 0o111


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="no shellcheck is installed")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_shellcheck_has_nothing_to_say(script: Path) -> None:
    """Where it is at hand."""
    subprocess.run(["shellcheck", str(script)], check=True)


@pytest.mark.skipif(shutil.which("zizmor") is None, reason="no zizmor is installed")
def test_zizmor_has_nothing_to_say() -> None:
    """Where it is at hand; it looks for what an attacker would."""
    subprocess.run(["zizmor", "--offline", "--quiet", str(ACTION / "action.yml")], check=True)


def test_no_expression_stands_in_a_script() -> None:
    """Inputs reach a shell through the environment alone."""
    for step in STEPS:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
        assert all(re.fullmatch(r"\$\{\{ inputs\.[a-z-]+ \}\}", v) for v in step["env"].values())


def test_every_input_is_used_and_every_output_is_set() -> None:
    """By one step, under a name of its own."""
    used = [
        re.sub(r"\$\{\{ inputs\.(.*) \}\}", r"\1", expression)
        for step in STEPS
        for expression in step["env"].values()
    ]
    script = (ACTION / "run.sh").read_text(encoding="utf-8")

    assert sorted(used) == sorted(DEFINITION["inputs"])
    assert all(row["description"] for row in DEFINITION["inputs"].values())
    for name, row in DEFINITION["outputs"].items():
        assert row["value"] == f"${{{{ steps.run.outputs.{name} }}}}"
        assert name in script


def test_every_option_of_the_script_is_one_of_run() -> None:
    """A renamed option would be found here."""
    from conformance.settings.options import OPTIONS

    known = {f"--{option.name}" for option in OPTIONS}
    script = (ACTION / "run.sh").read_text(encoding="utf-8")
    given = set(re.findall(r"(?:one|each|words\+=\() ?(--[a-z-]+)", script)) | {"--out"}

    assert given <= known
    assert len(given) == 16
