"""A backup address is judged like the first, and must do as it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance import rigs
from conformance.cli import backup, code_of
from conformance.errors import UsageError
from conformance.settings.values import RunSettings, Target
from reports.phrases import Phrases

FIRST = RunSettings(Target.BLACKBOX, "https://h/v1", profile="laozhang", out="out")


def document(*outcomes: str, code: int = 0) -> dict[str, Any]:
    """A run's document with one case for each outcome."""
    rows = [
        {"id": f"A-00{number}", "case": "c", "outcome": outcome, "message": f"m\n{number}"}
        for number, outcome in enumerate(outcomes)
    ]
    return {"results": rows, "exit_code": code}


def test_the_profile_names_the_backup() -> None:
    """Unless the user does; the files of the second run stand beside those of the first."""
    named = backup.second(FIRST, "")

    assert (named.base_url, named.out) == ("https://api-cf.laozhang.ai/v1", "out-backup")
    assert backup.second(FIRST, "https://b.example").base_url == "https://b.example/v1"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (RunSettings(profile="laozhang"), "name the first"),
        (RunSettings(Target.BLACKBOX, "https://h/v1", profile="lalc"), "'lalc' names no backup"),
        (RunSettings(Target.BLACKBOX, "https://h/v1"), "no profile names no backup"),
    ],
)
def test_without_two_addresses_nothing_is_compared(settings: RunSettings, words: str) -> None:
    """It is wrong use, found before anything is sent."""
    with pytest.raises(UsageError, match=words):
        backup.second(settings, "")


def test_a_case_that_comes_out_otherwise_is_named() -> None:
    """Cases without a verdict, and those of one run only, are not compared."""
    first = document("pass", "pass", "inconclusive", "fail", "skip")
    there = document("pass", "fail", "pass", "error")

    assert list(backup.differences(first, there, Phrases())) == [
        "differs: A-001[c] pass -> fail at the backup: m 1",
    ]


@pytest.mark.parametrize(
    ("first", "there", "code", "words"),
    [
        (document("pass"), document("pass"), 0, "does as the first"),
        (document("pass"), document("skip"), 1, "differs: A-000"),
        (document("pass"), document("error", code=3), 3, "does as the first"),
        (document("fail", code=1), document("error", code=3), 1, "does as the first"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_difference_fails(
    capsys: pytest.CaptureFixture[str],
    first: Any,
    there: Any,
    code: int,
    words: str,
    as_json: bool,
) -> None:
    """Both verdicts count as well; stdout stays free for the document."""
    documents: list[dict[str, Any]] = [there, first]

    def judge(*_: object, **__: object) -> dict[str, Any]:
        return documents.pop()

    assert backup.judge_both(judge, FIRST, FIRST, as_json=as_json) == code
    shown = capsys.readouterr()
    assert words in (shown.err if as_json else shown.out)


def test_two_addresses_of_a_rig_are_compared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A backup that speaks otherwise fails where it does."""
    monkeypatch.chdir(tmp_path)
    with (
        rigs.start("reference", lanes=2) as rig,
        rigs.start(
            "reference", lanes=2, mock_url=rig.control_url, defects=("bad_key_500",)
        ) as other,
    ):
        rigs.write(rig, tmp_path / "rig.yaml")
        arguments = ["run", "--rig", "rig.yaml", "--select", "ERR-007", "--backup"]
        same = code_of([*arguments, rig.base_url])
        different = code_of([*arguments, other.base_url])

    assert (same, different) == (0, 1)
    assert "differs: ERR-007[wrong-key[stream=false]] pass -> fail" in capfd.readouterr().out
