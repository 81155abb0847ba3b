"""A recorded run is rendered, judged and replayed from its directory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conformance import rigs
from conformance.cli import code_of
from reports.names import NAMES


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The directory of a run with one failure."""
    monkeypatch.chdir(tmp_path)
    with rigs.start("reference", lanes=1, defects=["drop_done"]) as rig:
        rigs.write(rig, tmp_path / "rig.yaml")
        assert code_of(["run", "--rig", "rig.yaml", "--select", "chat-stream", "--out", "out"]) == 1
    return "out"


def test_everything_but_sending_works_offline(
    recorded: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The relay is gone by now."""
    assert code_of(["report", recorded, "--format", "markdown"]) == 0
    assert Path(recorded, "summary.md").is_file()
    capsys.readouterr()
    assert code_of(["judge", recorded]) == 1
    assert "No case came out otherwise" in (told := capsys.readouterr().out)
    assert "not conformant" in told
    assert code_of(["judge", recorded, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["changes"] == []
    assert code_of(["replay", recorded, "SSE-014"]) == 3
    assert "curl " in capsys.readouterr().out


def test_a_failure_is_sent_again(recorded: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same fault gives 0, a sound relay 1."""
    with rigs.start("reference", lanes=1, defects=["drop_done"]) as broken:
        rigs.write(broken, Path("broken.yaml"))
        assert code_of(["replay", recorded, "SSE-014", "--rig", "broken.yaml"]) == 0
    assert "\nsame: chat-stream/0 came as it did then" in capsys.readouterr().out
    assert code_of(["replay", recorded, "SSE-014", "--rig", "reference"]) == 1
    assert "+data: [DONE]" in capsys.readouterr().out


def test_the_help_lists_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """With what each is for."""
    assert code_of(["report", "--help"]) == 0

    told = [" ".join(row.split()) for row in capsys.readouterr().out.splitlines()]
    assert [row for row in told if row in {f"{name} {use}" for name, use in NAMES.items()}] == [
        f"{name} {use}" for name, use in NAMES.items()
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "gone"], "cannot be read"),
        (["report", "out", "--format", "pdf"], "html"),
        (["replay", "out", "XXX-001"], "no exchange"),
    ],
)
def test_wrong_use_is_one_sentence(
    recorded: str, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2."""
    assert recorded == "out"
    assert code_of(arguments) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_what_is_no_run_is_said(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A directory with something else in it."""
    (tmp_path / "run.json").write_text(text)

    assert code_of(["judge", str(tmp_path)]) == 2
    assert "run.json" in capsys.readouterr().err
