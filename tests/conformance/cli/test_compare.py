"""``diff`` compares two directories and leaves with its documented exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.cli import code_of


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A sound run, and one of the same relay with its end cut off."""
    monkeypatch.chdir(tmp_path)
    assert code_of(["run", "--select", "SSE-014", "--out", "sound", "--format", "junit"]) == 0
    document = json.loads(Path("sound/run.json").read_text(encoding="utf-8"))
    document["results"][0] |= {"outcome": "fail", "blame": "relay", "message": "no [DONE]"}
    Path("broken").mkdir()
    Path("broken/run.json").write_text(json.dumps(document), encoding="utf-8")
    return "sound", "broken"


def test_a_new_failure_is_told(runs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1; the other way round it is mended."""
    sound, broken = runs
    capsys.readouterr()

    assert code_of(["diff", sound, broken]) == 1
    assert "Newly failing (1), by the relay" in capsys.readouterr().out
    assert code_of(["diff", "--lang", "zh", broken, sound]) == 0
    assert "新通过" in capsys.readouterr().out
    assert code_of(["diff", "--markdown", sound, broken]) == 1
    assert "### Newly failing (1)" in capsys.readouterr().out
    assert code_of(["diff", "--json", sound, broken]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["newly_failing"] == 1


def test_what_is_no_run_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence."""
    assert code_of(["diff", str(tmp_path), str(tmp_path)]) == 2
    assert "name the directory of a run" in capsys.readouterr().err


def test_runs_stand_side_by_side(runs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """On the terminal, or in a file."""
    capsys.readouterr()

    assert code_of(["matrix", *runs]) == 0
    assert "SSE-014" in capsys.readouterr().out
    assert code_of(["matrix", "--format", "html", "--out", "matrix.html", *runs]) == 0
    assert capsys.readouterr().out == "matrix.html\n"
    assert "<!doctype html>" in Path("matrix.html").read_text(encoding="utf-8")
    assert code_of(["matrix", "--format", "csv", *runs]) == 0
    assert capsys.readouterr().out.count("SSE-014") == 1


@pytest.mark.parametrize(
    ("flags", "words"), [(["--format", "pdf"], "text, markdown"), (["--out", "no/x"], "no/x")]
)
def test_a_table_that_cannot_be_written_is_said(
    runs: tuple[str, str], flags: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2."""
    assert code_of(["matrix", *flags, runs[0]]) == 2
    assert words in capsys.readouterr().err
