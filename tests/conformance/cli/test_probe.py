"""``probe`` says what it will send, what it found, and where that is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.catalog.declared import read
from conformance.catalog.trials import trials
from conformance.cli import code_of
from conformance.cli.probe import FILE
from conformance.rigs import Rig, start

KEY = "OPENAI_API_KEY"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to stand in, and no settings of the user's."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_MODEL", KEY):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def relay() -> Iterator[Rig]:
    """A reference relay in the role of one that serves only part."""
    with start("reference", lanes=1, profile="laozhang") as rig:
        yield rig


def probe(rig: Rig, *more: str) -> int:
    """The exit code of a probe of ``rig``."""
    return code_of(["probe", "--base-url", rig.base_url, *more])


def test_the_declaration_says_what_is_there(
    relay: Rig, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is sent, how much; after it, one line each and what to do next."""
    monkeypatch.setenv(KEY, str(relay.lanes[0].api_key))

    code = probe(relay, "--skip", "responses*", "--skip", "images.*", "--out", "sub/c.yaml")

    shown = capsys.readouterr().out
    found = read(Path("sub/c.yaml"))
    assert code == 0
    assert shown.index("at most") < shown.index("claimed")
    assert "next: relay-conformance run --base-url URL --capabilities sub/c.yaml" in shown
    assert {"chat", "chat.stream", "models", "embeddings"} <= set(found.claimed)
    assert found.doubts["moderations"].startswith("absent: 404")
    assert "responses" not in found.doubts
    assert str(relay.lanes[0].api_key) not in Path("sub/c.yaml").read_text() + shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["probe"], "name it with --base-url"),
        (["probe", "--base-url", "http://h", "--skip", "zzz"], "known are models"),
        (["probe", "--base-url", "http://h", "--model", "sound=x"], "no kind of model"),
    ],
)
def test_wrong_use_sends_nothing(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence with what to write."""
    assert code_of(arguments) == 2
    assert words in capsys.readouterr().err


def test_a_corrected_file_is_not_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless it is named."""
    (folder / FILE).write_text("mine")

    assert code_of(["probe", "--base-url", "http://127.0.0.1:1"]) == 2
    assert f"--out {FILE}" in capsys.readouterr().err
    assert (folder / FILE).read_text() == "mine"


def test_a_refused_key_is_no_answer(relay: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written."""
    assert probe(relay) == 3
    assert "asks for a key" in capsys.readouterr().err
    assert not Path(FILE).exists()


def test_nothing_claimed_is_no_success(relay: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left to judge, but the file says why."""
    monkeypatch.setenv(KEY, str(relay.lanes[0].api_key))
    others = [name for name in trials() if name != "moderations"]

    assert probe(relay, *(word for name in others for word in ("--skip", name))) == 3
    assert set(read(Path(FILE)).doubts) == {"moderations"}
