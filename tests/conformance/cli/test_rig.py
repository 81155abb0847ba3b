"""``up`` and ``rig`` start or describe a relay."""

from __future__ import annotations

import json

import pytest

from conformance.cli import code_of
from conformance.relay.defects import DEFECTS


def test_defects_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Name and summary of each, in the relay's own order."""
    assert code_of(["up", "--list-defects"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [defect.name for defect in DEFECTS]


def test_the_configuration_can_be_pasted(capsys: pytest.CaptureFixture[str]) -> None:
    """It names the mock's address."""
    assert code_of(["rig", "reference", "--mock-url", "http://m:1", "--lanes", "1"]) == 0

    lanes = json.loads(capsys.readouterr().out)["lanes"]
    assert lanes[0]["channels"][0]["base_url"] == "http://m:1/s/lane-0/primary/v1"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["up", "--rig", "nope"], "known rigs"),
        (["up", "--defect", "nope"], "no defect 'nope'"),
        (["up", "--rig", "litellm", "--defect", "x"], "only the reference relay"),
        (["rig", "nope", "--mock-url", "http://m"], "known rigs"),
    ],
)
def test_wrong_use_starts_nothing(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 and one sentence."""
    assert code_of(arguments) == 2
    assert words in capsys.readouterr().err
