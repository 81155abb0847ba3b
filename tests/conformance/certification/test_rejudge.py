"""Results are held against the exchanges that they were judged by."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.certification import rejudge
from conformance.certification.score import Scope
from conformance.certification.sets import RequirementSet


@pytest.fixture
def recorded(runs: tuple[Path, Path]) -> tuple[dict[str, Any], bytes]:
    """The document and the log of a run."""
    return json.loads((runs[0] / "run.json").read_bytes()), (
        runs[0] / "exchanges.ndjson"
    ).read_bytes()


def test_an_honest_run_is_borne_out(recorded: tuple[dict[str, Any], bytes]) -> None:
    """Every result comes out as it was, word for word."""
    assert list(rejudge.contradictions(*recorded)) == []


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda row: row.update(outcome="skip"), "is skip, but its exchanges say pass"),
        (lambda row: row.update(title="another"), "than its exchanges: title"),
        (lambda row: row.update(case="nowhere"), "is no case that its exchanges are judged by"),
        (lambda row: row.update(exchanges=[]), "is pass without any exchange"),
        (lambda row: row.update(exchanges=["x"]), "than its exchanges: exchanges"),
    ],
    ids=["outcome", "title", "case", "none", "others"],
)
def test_a_changed_result_is_not(
    recorded: tuple[dict[str, Any], bytes], edit: Callable[[dict[str, Any]], None], words: str
) -> None:
    """Whatever was changed in it."""
    document, log = recorded
    edit(document["results"][0])

    assert words in next(rejudge.contradictions(document, log))


def test_what_is_claimed_is_asked(
    recorded: tuple[dict[str, Any], bytes], small_set: RequirementSet
) -> None:
    """A required case that was left out or skipped is named."""
    document, _ = recorded
    scope = Scope("generic", "wired", tuple(document["capabilities"]), "light", ())
    narrower = Scope("generic", "wired", (), "light", ())
    first = document["results"].pop(0)

    assert f"{first['id']}[{first['case']}] is required, but the run left it out" in list(
        rejudge.unasked(document, small_set, scope)
    )
    assert list(rejudge.unasked(document, small_set, narrower)) == []
    document["results"][0:0] = [{**first, "exchanges": [], "message": "no lane"}]
    assert "is required, but was not judged: no lane" in next(
        rejudge.unasked(document, small_set, scope)
    )
