"""The command line ends with one sentence and the right code."""

from __future__ import annotations

import click
import pytest

import specs
from conformance import cli
from conformance.errors import SetupError, UsageError


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UsageError("write it so"), 2, "write it so"),
        (specs.SpecError("f.yaml", "/a", 3, "odd"), 2, "f.yaml:3"),
        (click.UsageError("no such thing"), 2, "no such thing"),
        (SetupError("relay down"), 3, "no verdict: relay down"),
        (KeyboardInterrupt(), 3, "interrupted"),
        (RuntimeError("bug"), 3, "a fault of the suite itself: RuntimeError: bug"),
    ],
)
def test_each_voice_has_its_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    words: str,
) -> None:
    """No traceback, whatever happens."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli.cli, "main", fail)

    assert cli.code_of([]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "verb", ["run", "probe", "list", "explain", "up", "rig", "report", "replay", "judge"]
)
def test_help_teaches_with_examples(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each verb shows at least one command to type."""
    assert cli.code_of([verb, "--help"]) == 0
    assert "relay-conformance " in capsys.readouterr().out.partition("Options")[0] or verb == "run"


@pytest.mark.parametrize("arguments", [[], ["--bogus"], ["nope"], ["run", "--bogus"]])
def test_wrong_words_are_wrong_use(arguments: list[str]) -> None:
    """Also no words at all."""
    assert cli.code_of(arguments) == 2


def test_main_leaves_with_the_code() -> None:
    """The console script's exit status is the code."""
    with pytest.raises(SystemExit) as caught:
        cli.main(["--version"])

    assert caught.value.code == 0


@pytest.mark.parametrize("verb", [[], *([name] for name in sorted(cli.cli.commands))])
def test_help_keeps_the_lines_of_its_examples(
    verb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The mark that keeps them is for click, not for readers."""
    assert cli.code_of([*verb, "--help"]) == 0

    shown = capsys.readouterr().out
    assert "\\b" not in shown
    assert "Usage: " in shown
