"""The command line as a user has it: processes, signals, exit codes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import specs

COMMAND = [sys.executable, "-m", "conformance"]
LIMIT_S = 60


def environment(**more: str) -> dict[str, str]:
    """The environment without what would change a run."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("OPENAI_")}
    kept.pop("GITHUB_STEP_SUMMARY", None)
    return {**kept, **more}


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One finished command in ``folder``."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=environment(**more), capture_output=True,
        text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command under way; ended with SIGTERM when left."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=folder, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=LIMIT_S)


def wait_for(stream: Iterable[str] | None, words: str) -> str:
    """The first line of ``stream`` that holds ``words``."""
    return next(line for line in stream or () if words in line)


def document_of(folder: Path) -> dict[str, Any]:
    """The run's document, valid against its schema."""
    document: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    specs.validator("meta/run.schema.json").validate(document)
    return document


def test_the_first_command_needs_nothing(tmp_path: Path) -> None:
    """No key, no network: a verdict, a report and what to do next."""
    done = run(tmp_path, "run", "--select", "chat-stream")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "as documented: conformant" in done.stdout
    assert "next: relay-conformance run --base-url" in done.stdout
    latest = tmp_path / "reports" / "out" / "latest"
    assert document_of(latest)["exit_code"] == 0
    assert (latest / "report.html").is_file()


def test_a_defect_is_found_and_blamed_on_the_relay(tmp_path: Path) -> None:
    """``up`` serves until SIGTERM; ``run --rig FILE`` finds the one thing that is wrong."""
    with started(tmp_path, "up", "--defect", "drop_done", "--write", "rig.yaml") as up:
        wait_for(up.stderr, "Ctrl-C")
        done = run(tmp_path, "run", "--rig", "rig.yaml", "--select", "chat-stream", "--out", "out")
        up.terminate()
        assert up.wait(LIMIT_S) == 0

    failed = [row for row in document_of(tmp_path / "out")["results"] if row["outcome"] == "fail"]
    assert done.returncode == 1
    assert [(row["id"], row["blame"]) for row in failed] == [("SSE-014", "relay")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_can_be_used(tmp_path: Path, number: signal.Signals) -> None:
    """What was found until then is kept; there is no verdict."""
    with started(tmp_path, "run", "--out", "out") as process:
        wait_for(process.stdout, "judging")
        process.send_signal(number)
        process.communicate(timeout=LIMIT_S)

    document = document_of(tmp_path / "out")
    assert process.returncode == 3
    assert (document["complete"], document["exit_code"]) == (False, 3)
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_relay_that_never_answers_ends_within_the_timeout(tmp_path: Path) -> None:
    """One question is asked, and its timeout is the end."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        done = run(tmp_path, "run", "--base-url", url, "--timeout", "0.5")

    assert done.returncode == 3
    assert "gave no answer" in done.stderr


def test_a_key_never_reaches_a_file(tmp_path: Path) -> None:
    """Nor the terminal; a refused key is no verdict."""
    key = "sk-very-secret-0123456789"
    with started(tmp_path, "up", "--write", "rig.yaml") as up:
        wait_for(up.stderr, "Ctrl-C")
        rig = specs.parse((tmp_path / "rig.yaml").read_text()).value
        url = rig["relay"]["base_url"]
        done = run(tmp_path, "run", "--base-url", url, OPENAI_API_KEY=key)

    assert done.returncode == 3
    assert "refuses the key with status 401" in done.stderr
    assert key not in done.stdout + done.stderr
