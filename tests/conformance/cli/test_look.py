"""``list`` and ``explain`` tell what is required and why."""

from __future__ import annotations

import json

import pytest

from conformance.catalog import load
from conformance.cli import code_of


def test_list_names_every_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    """One line each, or one JSON document."""
    assert code_of(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert code_of(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["requirements"]

    assert [line.split()[0] for line in lines] == list(load().requirements)
    assert [row["id"] for row in rows] == list(load().requirements)


def test_list_takes_patterns(capsys: pytest.CaptureFixture[str]) -> None:
    """The patterns of ``run``."""
    assert code_of(["list", "--select", "SSE-014"]) == 0

    assert capsys.readouterr().out.startswith("SSE-014  MUST")


@pytest.mark.parametrize("requirement", load().requirements)
def test_every_requirement_can_be_explained(
    requirement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its source is quoted, judged or not."""
    assert code_of(["explain", requirement.lower()]) == 0

    assert load().requirements[requirement].source.quote in capsys.readouterr().out


@pytest.mark.parametrize(("name", "words"), [("SSE-0144", "SSE-014"), ("%", "list`")])
def test_an_unknown_id_names_near_ones(
    name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A typing mistake costs one more command."""
    assert code_of(["explain", name]) == 2
    assert words in capsys.readouterr().err
