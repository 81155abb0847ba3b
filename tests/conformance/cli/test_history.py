"""``run --history`` keeps a run, ``history`` adds others and draws them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance.cli import code_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a run that is kept in its history."""
    monkeypatch.chdir(tmp_path)
    flags = ["--select", "SSE-014", "--out", "out", "--format", "junit", "--history"]
    assert code_of(["run", *flags]) == 0
    return tmp_path


def test_a_requirement_is_drawn_over_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sign for each run."""
    document = json.loads((folder / "out/run.json").read_text(encoding="utf-8"))
    document["results"][0] |= {"outcome": "fail", "message": "no [DONE]"}
    document["started_at"] = "2999-01-01T00:00:00Z"
    (folder / "later").mkdir()
    (folder / "later/run.json").write_text(json.dumps(document), encoding="utf-8")
    capsys.readouterr()

    assert code_of(["history", "add", "out", "later"]) == 0
    assert "1 added, 1 there already" in capsys.readouterr().out
    assert code_of(["history", "show", "sse-014"]) == 0
    assert "✓✕" in capsys.readouterr().out
    assert code_of(["history", "show", "--format", "html", "--out", "h.html"]) == 0
    assert "SSE-014" in (folder / "h.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "XXX-001"], "no run judged 'XXX-001'"),
        (["show", "--format", "pdf"], "text, html, json"),
        (["show", "--db", "gone.sqlite"], "no history yet"),
        (["add", "gone"], "name the directory of a run"),
        (["add", "out", "--db", "out"], "cannot be opened"),
    ],
)
def test_wrong_use_is_one_sentence(
    folder: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2."""
    assert folder.is_dir()
    assert code_of(["history", *words]) == 2
    assert told in capsys.readouterr().err
