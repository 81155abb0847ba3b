"""The commands about scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mock_upstream.cli import main

RIGHT = """\
version: 1
upstreams:
  primary:
    rules:
      - name: fails first
        match: {stream: true}
        steps: [{fault: http.500}, {reply: {text: hi}}]
  backup: {use: healthy}
"""
WRONG = "version: 1\nupstreams:\n  a:\n    rules:\n      - steps:\n        - fault: x\n"


@pytest.fixture
def right(tmp_path: Path) -> str:
    """A script that can be played."""
    path = tmp_path / "right.yaml"
    path.write_text(RIGHT, encoding="utf-8")
    return str(path)


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    """A script with an unknown fault in line 6."""
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return str(path)


def test_a_right_script_exits_0(right: str) -> None:
    """Its upstreams are named."""
    result = CliRunner().invoke(main, ["validate", right])

    assert result.exit_code == 0
    assert result.output == f"{right}: right; upstreams: primary, backup\n"


@pytest.mark.parametrize("command", ["validate", "explain"])
def test_a_wrong_script_exits_2(wrong: str, command: str) -> None:
    """File, line, pointer, what is wrong and what to do."""
    result = CliRunner().invoke(main, [command, wrong])

    assert result.exit_code == 2
    place = f"{wrong}:6: /upstreams/a/rules/0/steps/0/fault: unknown fault 'x'"
    assert result.stderr.startswith(place)
    assert "mock-upstream faults" in result.stderr


def test_a_file_that_is_no_text_exits_2(tmp_path: Path) -> None:
    """Not a traceback."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xff\xfe")

    result = CliRunner().invoke(main, ["validate", str(path)])

    assert result.exit_code == 2
    assert "no UTF-8" in result.stderr


def test_explain_prints_frames(right: str) -> None:
    """Upstreams, rules, steps, frames."""
    result = CliRunner().invoke(main, ["explain", right])

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "upstream primary"
    assert lines[1] == "  rule /upstreams/primary/rules/0  fails first"
    assert lines[3] == "    step 0  times 1  fault http.500"
    assert lines[4].startswith("      head   500 length")
    assert lines[-1] == "upstream backup  (healthy: default answers)"


def test_explain_tells_doors_and_wires(tmp_path: Path) -> None:
    """How a connection is met, and the whole reply in numbers."""
    path = tmp_path / "down.yaml"
    path.write_text(RIGHT + "  down: {door: closed}\n", encoding="utf-8")

    lines = CliRunner().invoke(main, ["explain", str(path)]).output.splitlines()

    assert lines[-2:] == ["upstream down", "  door closed"]
    wires = [line.split() for line in lines if line.startswith("      wire ")]
    assert [(words[2], words[3], words[-1]) for words in wires] == [
        ("octets,", "sha256", "complete")
    ] * 2


def test_explain_and_faults_speak_json(right: str) -> None:
    """For other programs."""
    explained = CliRunner().invoke(main, ["explain", right, "--json"])
    faults = CliRunner().invoke(main, ["faults", "--json"])

    assert json.loads(explained.output)["upstreams"]["backup"]["healthy"] is True
    assert {"name", "summary", "params"} <= json.loads(faults.output)[0].keys()


def test_faults_are_listed_with_their_parameters() -> None:
    """Name, summary, and a line per parameter."""
    output = CliRunner().invoke(main, ["faults"]).output

    assert "latency.slow_first_byte" in output
    assert "delay: duration in ms, s or m, default '2s'" in output


def test_explain_tells_a_fault_that_cannot_be_honoured(tmp_path: Path) -> None:
    """The place lies behind the end of the reply."""
    path = tmp_path / "far.yaml"
    row = {"fault": "sse.cut_fin", "at": {"frame": 999}}
    rules = [{"match": {"stream": True}, "steps": [row]}]
    path.write_text(
        json.dumps({"version": 1, "upstreams": {"a": {"rules": rules}}}), encoding="utf-8"
    )

    output = CliRunner().invoke(main, ["explain", str(path)]).output

    assert "problem: fault cannot be honoured: sse.cut_fin" in output
