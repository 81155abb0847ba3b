"""Allure results tell each result with its steps, evidence and links, the same each time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from reports import allure
from reports.allure import FOLDER, render
from reports.run import Run

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]

STATES = {"passed", "failed", "broken", "skipped"}


def read(run: Run, lang: str = "en") -> list[dict[str, Any]]:
    """The results, each with its attachments in place of their names."""
    files = {name.removeprefix(f"{FOLDER}/"): text for name, text in render(run, lang).items()}
    assert all("/" not in name and name.isascii() for name in files)
    found = [json.loads(text) for name, text in files.items() if name.endswith("-result.json")]
    named = {row["source"] for one in found for step in one["steps"] for row in held(step)}
    assert named == {name for name in files if name.endswith("-attachment.txt")}
    for one in found:
        assert f"{UUID(one['uuid'])}-result.json" in files
        assert one["status"] in STATES
        assert one["start"] <= one["stop"]
        for row in (row for step in one["steps"] for row in held(step)):
            row["text"] = files[row["source"]]
    return found


def held(step: dict[str, Any]) -> list[dict[str, Any]]:
    """The attachments of a step."""
    rows: list[dict[str, Any]] = step["attachments"]
    return rows


def labels(result: dict[str, Any]) -> dict[str, list[str]]:
    """The values of each label."""
    found: dict[str, list[str]] = {}
    for label in result["labels"]:
        found.setdefault(label["name"], []).append(label["value"])
    return found


@pytest.mark.parametrize(
    ("outcome", "level", "expected"),
    [
        ("pass", "MUST", "passed"),
        ("warn", "SHOULD", "passed"),
        ("fail", "MUST", "failed"),
        ("fixed", "MUST", "failed"),
        ("error", "MUST", "broken"),
        ("inconclusive", "MUST", "broken"),
        ("inconclusive", "MAY", "skipped"),
        ("skip", "MUST", "skipped"),
        ("known", "MUST", "skipped"),
    ],
)
def test_outcomes_become_states(
    make_run: Runs, make_result: Results, outcome: str, level: str, expected: str
) -> None:
    """Red where JUnit is red; the outcome itself is a label."""
    (one,) = read(make_run([make_result(outcome=outcome, level=level, message="why")]))

    assert one["status"] == expected
    assert labels(one)["outcome"] == [outcome]
    assert one["statusDetails"].get("known", False) == (outcome == "known")
    assert "why" in one["statusDetails"]["message"]


def test_a_failure_shows_both_sides_in_steps(make_run: Runs, make_failure: Results) -> None:
    """Request with curl, what the upstream got, the answer, the judgement."""
    (one,) = read(make_run([make_failure()]))

    assert [step["name"] for step in one["steps"]] == [
        "Request", "Upstream side", "Reply as received", "Judgement",
    ]  # fmt: skip
    texts = [{row["name"]: row["text"] for row in held(step)} for step in one["steps"]]
    assert texts[0] == {"Request": "POST /\n", "Send it again": "curl -N http://127.0.0.1/v1\n"}
    assert texts[1] == {"Upstream side": "200\n"}
    assert texts[2] == {"Reply as received": "data: {}\n\nThe reply ended with: eof\n"}
    assert texts[3]["Expected"] == '"[DONE]"\n'
    assert one["steps"][3]["status"] == "failed"
    assert one["steps"][3]["steps"] == [
        {
            "name": "not [DONE] (at event 3)",
            "status": "failed",
            "parameters": [{"name": "Seen", "value": "1"}],
        }
    ]


def test_what_was_not_recorded_has_no_step(make_run: Runs, make_failure: Results) -> None:
    """Black box: nobody saw the upstream; and a rule may have nothing to compare."""
    bare = {"expected": None, "actual": None, "curl": None, "evidence": {"request": "GET /"}}

    (one,) = read(make_run([make_failure(**bare, violations=[{"message": "late"}])]))

    assert [step["name"] for step in one["steps"]] == ["Request", "Judgement"]
    assert [row["name"] for row in held(one["steps"][0])] == ["Request"]
    assert held(one["steps"][1]) == []
    assert one["steps"][1]["steps"] == [{"name": "late", "status": "failed", "parameters": []}]


def test_a_result_is_labelled_and_linked(make_run: Runs, make_failure: Results) -> None:
    """Area, requirement, endpoint and severity; the link leads to the source."""
    (one,) = read(make_run([make_failure(error="bad_key", stream=True)]))

    found = labels(one)
    assert (found["epic"], found["suite"], found["severity"]) == (
        ["stream"], ["SSE-001"], ["critical"],
    )  # fmt: skip
    assert found["tag"] == ["MUST", "fail", "blame relay", "D001"]
    assert [link["url"] for link in one["links"]] == ["https://example.com/doc"]
    assert {row["name"]: row["value"] for row in one["parameters"]} == {
        "case": "chat-stream-basic",
        "endpoint": "POST /v1/chat/completions",
        "error": "bad_key",
        "stream": "true",
    }
    assert "“as written”" in one["description"]


def test_history_follows_requirement_and_case(make_run: Runs, make_failure: Results) -> None:
    """Two runs of two relays have one history; two cases have two."""
    one = read(make_run([make_failure(1), make_failure(1, case="b")]))
    two = read(make_run([make_failure(1)], started_at="2026-11-23T10:00:00+00:00"))

    assert one[0]["historyId"] == two[0]["historyId"] != one[1]["historyId"]
    assert one[0]["testCaseId"] == one[1]["testCaseId"]
    assert one[0]["uuid"] != two[0]["uuid"]


def test_a_source_without_an_address_is_no_link(make_run: Runs, make_result: Results) -> None:
    """Nothing that a browser would run becomes a link."""
    source = {"url": "javascript:alert(1)", "quote": "q", "seen": "2026-11-21"}

    assert read(make_run([make_result(source=source)]))[0]["links"] == []


def test_times_are_those_of_the_run(make_run: Runs) -> None:
    """A stamp that is no time is the beginning of all time."""
    (one,) = read(make_run())
    (odd,) = read(make_run(started_at="2026-11-22T10:00:00"))

    assert (one["start"], one["stop"] - one["start"]) == (1_795_341_600_000, 250)
    assert odd["start"] == 0


def test_what_was_run_stands_in_the_environment(make_run: Runs) -> None:
    """As a properties file; a cut run says so."""
    files = render(make_run(complete=False), "zh")

    text = files[f"{FOLDER}/environment.properties"]
    assert "profile=openai\n" in text
    assert "complete=\\u672c" in text
    assert text.isascii()
    assert [row["matchedStatuses"] for row in json.loads(files[f"{FOLDER}/categories.json"])] == [
        ["failed"], ["broken"],
    ]  # fmt: skip


def test_evidence_is_kept_of_the_first_results_alone(
    make_run: Runs, make_failure: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others say where it stands."""
    monkeypatch.setattr(allure, "PROVEN", 2)

    found = read(make_run([make_failure(n) for n in range(3)]))

    assert [len(one["steps"]) for one in found] == [4, 4, 0]
    assert ["exchanges.ndjson" in one["description"] for one in found] == [False, False, True]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_values_are_inert(hostile_run: Run, lang: str) -> None:
    """No markup in what Allure renders as Markdown; names and sizes stay bounded."""
    for one in read(hostile_run, lang):
        assert not re.search(r"(?<!\\)[<>#`|\[]", one["description"])
    files = render(hostile_run, lang)
    assert sum(len(text.encode()) for text in files.values()) < 3_000_000
    assert all("\x1b" not in text for text in files.values())


def test_the_same_run_gives_the_same_files(hostile_run: Run) -> None:
    """Names too."""
    assert dict(render(hostile_run)) == dict(render(hostile_run))
