"""The SARIF log is of the standard's shape, and tells what broke and what stayed open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from reports import sarif
from reports.run import Run

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]

SHAPE = json.loads(Path(__file__).parents[1].joinpath("data", "sarif-used.schema.json").read_text())
"""The part of SARIF 2.1.0 that we write, closed and as strict as the standard is."""


def read(run: Run, lang: str = "en") -> dict[str, Any]:
    """The one run of the log, held against the shape."""
    log = json.loads(sarif.render(run, lang))
    Draft202012Validator(SHAPE, format_checker=FormatChecker()).validate(log)
    found: dict[str, Any] = log["runs"][0]
    return found


@pytest.mark.parametrize(
    ("outcome", "level", "expected"),
    [
        ("fail", "MUST", ("fail", "error")),
        ("fixed", "SHOULD", ("fail", "error")),
        ("warn", "SHOULD", ("fail", "warning")),
        ("known", "MUST", ("fail", "error")),
        ("known", "MAY", ("fail", "note")),
        ("inconclusive", "MUST", ("open", "none")),
    ],
)
def test_outcomes_become_results(
    make_run: Runs, make_failure: Results, outcome: str, level: str, expected: tuple[str, str]
) -> None:
    """Each with the kind and the level that the standard has for it."""
    (result,) = read(make_run([make_failure(outcome=outcome, level=level)]))["results"]

    assert (result["kind"], result["level"]) == expected
    assert ("suppressions" in result) == (outcome == "known")


def test_what_did_not_break_is_left_out(make_run: Runs, make_result: Results) -> None:
    """Passes and skips are no findings; a fault of the suite is told of the suite."""
    results = [make_result(n, outcome=o) for n, o in enumerate(("pass", "skip", "error"))]
    found = read(make_run(results))

    assert (found["results"], found["tool"]["driver"]["rules"]) == ([], [])
    (invocation,) = found["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "SSE-002" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_rule_tells_its_source(make_run: Runs, make_failure: Results) -> None:
    """One rule for all cases of a requirement, with the link to the sentence."""
    found = read(make_run([make_failure(1), make_failure(1, case="b"), make_failure(2)]))

    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SSE-001", "SSE-002"]
    assert rules[0]["helpUri"] == "https://example.com/doc"
    assert "“as written”\nhttps://example.com/doc (seen 2026-11-21)" in rules[0]["help"]["text"]
    assert [result["ruleIndex"] for result in found["results"]] == [0, 0, 1]


def test_a_rule_without_an_address_has_no_link(make_run: Runs, make_failure: Results) -> None:
    """Only what a browser opens is a link."""
    sources = [
        {"document": "manual", "quote": "q", "seen": "2026-11-21"},
        {"url": "javascript:alert(1)", "quote": "", "seen": "2026-11-21"},
    ]
    found = read(make_run([make_failure(n, source=s) for n, s in enumerate(sources)]))

    assert not any("helpUri" in rule for rule in found["tool"]["driver"]["rules"])


def test_a_fingerprint_is_that_of_requirement_and_case(
    make_run: Runs, make_failure: Results
) -> None:
    """What a relay answers, and when, does not change it."""
    one = read(make_run([make_failure(1, message="a"), make_failure(1, case="b")]))
    two = read(make_run([make_failure(1, message="b", duration_s=9)]))

    prints = [result["partialFingerprints"] for result in one["results"]]
    assert prints[0] == two["results"][0]["partialFingerprints"] != prints[1]


def test_a_result_has_a_place(make_run: Runs, make_failure: Results) -> None:
    """The rows of its area, and its case by name."""
    (location,) = read(make_run([make_failure()]))["results"][0]["locations"]

    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "specs/requirements/stream.yaml"
    assert location["logicalLocations"][0]["name"] == "chat-stream-basic"


def test_the_reason_of_a_known_failure_is_kept(make_run: Runs, make_failure: Results) -> None:
    """A suppression says why."""
    rows = [make_failure(1, outcome="known", known={"reason": "agreed"})]
    rows.append(make_failure(2, outcome="known", known=None))
    results = read(make_run(rows))["results"]

    assert [r["suppressions"][0]["justification"] for r in results] == ["agreed", ""]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_cut_run_says_so(make_run: Runs, lang: str) -> None:
    """The invocation did not succeed, and a notification says why."""
    (invocation,) = read(make_run(complete=False, notices=["interrupted"]), lang)["invocations"]

    assert invocation["executionSuccessful"] is False
    assert invocation["startTimeUtc"] == "2026-11-22T10:00:00Z"
    assert [n["level"] for n in invocation["toolExecutionNotifications"]] == ["error", "note"]


def test_what_does_not_fit_is_counted(
    make_run: Runs, make_failure: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code scanning refuses a log with more results than it shows."""
    monkeypatch.setattr(sarif, "MOST", 2)

    found = read(make_run([make_failure(n) for n in range(5)]))

    assert len(found["results"]) == 2
    (note,) = found["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("3 more results")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_values_are_inert(hostile_run: Run, lang: str) -> None:
    """The log keeps its shape and its size."""
    read(hostile_run, lang)

    assert len(sarif.render(hostile_run, lang).encode()) < 300_000


def test_the_same_run_gives_the_same_text(hostile_run: Run) -> None:
    """Nothing but the run decides the text."""
    assert sarif.render(hostile_run) == sarif.render(hostile_run)
