"""``mock-upstream serve`` as a process."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from mock_upstream.cli import main


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end(number: signal.Signals) -> None:
    """The first line has the URL; a signal ends it with exit code 0."""
    command = [sys.executable, "-m", "mock_upstream", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        url = first.split()[-1]
        with urllib.request.urlopen(f"{url}/v1/models", timeout=5) as reply:
            assert json.load(reply)["object"] == "list"
        process.send_signal(number)
        rest = process.stdout.read()

    assert process.wait(10) == 0
    assert first.startswith("mock upstream at http://127.0.0.1:")
    assert f'base_url="{url}/v1"' in rest
    assert rest.endswith("ended\n")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--workers", "2"], "only 1 is right"),
        (["--host", "0.0.0.0"], "add --token-env NAME"),
        (["--token-env", "NOT_SET_ANYWHERE"], "is not set or empty"),
        (["--port", "70000"], "0<=x<=65535"),
        (["--script", "nowhere.yaml"], "does not exist"),
    ],
)
def test_wrong_use_exits_2_with_a_sentence(options: list[str], word: str) -> None:
    """Nothing is started."""
    result = CliRunner().invoke(main, ["serve", *options])

    assert result.exit_code == 2
    assert word in result.stderr


def test_a_broken_script_exits_2(tmp_path: Path) -> None:
    """With file, line and pointer."""
    path = tmp_path / "x.yaml"
    path.write_text("version: 2\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["serve", "--script", str(path)])

    assert result.exit_code == 2
    assert f"{path}:1: /version" in result.stderr


def test_a_port_that_is_taken_is_told() -> None:
    """Not a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", "--port", port])

    assert result.exit_code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in result.stderr
