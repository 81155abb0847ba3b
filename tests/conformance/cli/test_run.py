"""``run`` judges, reports and leaves with the contract's code."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

import specs
from conformance import rigs
from conformance.cli import code_of
from conformance.cli.run import terminated_as_interrupted


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder and no variable of an SDK."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_KEY", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--base-url", "http://no-such-host.invalid"], 2, "no such host"),
        (["--base-url", "http://h/v1/v1"], 2, "twice"),
        (["--profile", "nope"], 2, "known profiles"),
        (["--select", "nothing-like-it"], 2, "matches nothing"),
        (["--rig", "nope"], 2, "reference, litellm"),
        (["--format", "pdf"], 2, "html"),
        (["--config", "gone.toml"], 2, "gone.toml"),
        (["--max-requests", "0"], 3, "budget of 0"),
        (["--base-url", "http://127.0.0.1:1"], 3, "nothing listens"),
    ],
)
def test_what_cannot_be_judged_is_said(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on stderr, and no directory of a run."""
    assert code_of(["run", *arguments]) == code
    assert words in capsys.readouterr().err
    assert not Path("reports").exists()


def test_sigterm_ends_as_ctrl_c_does() -> None:
    """Afterwards the handlers are the old ones."""
    before = signal.getsignal(signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt), terminated_as_interrupted():
        os.kill(os.getpid(), signal.SIGTERM)

    assert signal.getsignal(signal.SIGTERM) is before


def test_json_on_stdout_is_the_document(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing else is printed there."""
    code = code_of(["run", "--select", "SSE-014", "--json", "--out", "out", "--concurrency", "2"])

    document = json.loads(capfd.readouterr().out)
    specs.validator("meta/run.schema.json").validate(document)
    assert code == document["exit_code"] == 0
    assert document["mode"] == "embedded"


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_github_is_told_beside_the_document(
    flags: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The commands stand in lines of their own, and never within the JSON."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    with rigs.start("reference", lanes=1, defects=["drop_done"]) as rig:
        rigs.write(rig, Path("rig.yaml"))
        code = code_of(["run", "--rig", "rig.yaml", "--select", "SSE-014", *flags])

    output = capfd.readouterr()
    told = (output.err if flags else output.out).splitlines()
    assert code == 1
    assert [row for row in told if row.startswith("::error title=SSE-014 ")]
    if flags:
        assert json.loads(output.out)["exit_code"] == 1


def test_a_baseline_goes_through_its_life(capfd: pytest.CaptureFixture[str]) -> None:
    """Written, known, stale with the line to delete, renewed."""
    case = "SSE-014[[]chat-stream]"
    judge = ["run", "--select", case, "--baseline", "b.yaml", "--format", "junit"]
    with rigs.start("reference", lanes=1, defects=["drop_done"]) as rig:
        rigs.write(rig, Path("broken.yaml"))
        assert code_of([*judge, "--rig", "broken.yaml", "--baseline-update"]) == 1
        assert code_of([*judge, "--rig", "broken.yaml"]) == 0
        text = Path("b.yaml").read_text(encoding="utf-8")
        Path("b.yaml").write_text(f"# ours\n{text}".replace("expires: 20", "expires: 19"))
        assert code_of([*judge, "--rig", "broken.yaml"]) == 1
    capfd.readouterr()
    assert code_of(judge) == 1
    told = capfd.readouterr().out
    assert "b.yaml:3: row SSE-014[chat-stream] expired on 19" in told
    assert " days ago; mend it or set a new date" in told
    Path("b.yaml").write_text(text)
    assert code_of(judge) == 1
    assert "passes, but the baseline still lists it; delete lines 2 to 5 of b.yaml" in (
        capfd.readouterr().out
    )
    assert code_of([*judge, "--baseline-update"]) == 1
    assert code_of(judge) == 0
    assert Path("b.yaml").read_text(encoding="utf-8") == "known: []\n"


def test_a_dry_run_sends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody listens there, and no directory is made."""
    assert code_of(["run", "--base-url", "http://127.0.0.1:1", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "plan: " in told
    assert "http://127.0.0.1:1/v1; nothing was sent" in told
    assert not Path("reports").exists()
