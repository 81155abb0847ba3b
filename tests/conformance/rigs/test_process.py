"""A relay as a child process starts, fails and stops as promised."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from conformance.errors import SetupError
from conformance.rigs import process


def serve(folder: Path, port: int) -> tuple[str, ...]:
    """The command of a web server that answers 200 at its root."""
    return (
        sys.executable,
        *("-m", "http.server", str(port), "--bind", process.HOST),
        *("--directory", str(folder)),
    )


def test_the_program_answers_inside_the_block_and_is_gone_after_it(tmp_path: Path) -> None:
    """The health path answers inside the block; afterwards nobody listens."""
    port = process.free_port()
    url = f"http://{process.HOST}:{port}/"

    with process.running(
        serve(tmp_path, port), health=url, limit_s=30, log_file=tmp_path / "log", env={}
    ):
        inside = httpx2.get(url, trust_env=False).status_code

    assert inside == 200
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url, trust_env=False)


def test_a_program_that_ends_early_is_reported_with_its_last_words(tmp_path: Path) -> None:
    """The error names the exit code, the log file and what the program said."""
    command = (sys.executable, "-c", "print('no such model'); raise SystemExit(7)")
    log = tmp_path / "log"

    with (
        pytest.raises(SetupError, match=r"ended with code 7(?s:.*)no such model") as caught,
        process.running(command, health="http://127.0.0.1:9/", limit_s=30, log_file=log, env={}),
    ):
        pytest.fail("the block runs although the relay is gone")

    assert str(log) in str(caught.value)


def test_a_program_that_never_answers_is_stopped_at_the_limit(tmp_path: Path) -> None:
    """The error names the limit, and the program does not outlive it."""
    command = (sys.executable, "-c", "import signal; signal.pause()")

    with (
        pytest.raises(SetupError, match=r"did not answer at http://127.0.0.1:9/ within 0\.1 s"),
        process.running(
            command, health="http://127.0.0.1:9/", limit_s=0.1, log_file=tmp_path / "log", env={}
        ),
    ):
        pytest.fail("the block runs although nothing answers")


def test_a_program_that_ignores_the_polite_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop ends a program that ignores SIGTERM."""
    monkeypatch.setattr(process, "STOP_LIMIT_S", 0.1)
    code = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); signal.pause()"
    )
    with subprocess.Popen((sys.executable, "-c", code), stdout=subprocess.PIPE) as deaf:
        assert deaf.stdout is not None
        deaf.stdout.readline()

        process.stop(deaf)

        assert deaf.returncode == -9


def test_keys_of_the_user_do_not_reach_the_relay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child sees its own variables and the few inherited ones, no others."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-user")
    command = (sys.executable, "-c", "import os; print(sorted(os.environ)); raise SystemExit(1)")

    with (
        pytest.raises(SetupError) as caught,
        process.running(
            command,
            health="http://127.0.0.1:9/",
            limit_s=30,
            log_file=tmp_path / "log",
            env={"RELAY_FLAG": "1"},
        ),
    ):
        pytest.fail("the block runs although the relay is gone")

    assert "'RELAY_FLAG'" in str(caught.value)
    assert "OPENAI_API_KEY" not in str(caught.value)
