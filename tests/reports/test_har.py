"""The HAR log holds the exchanges behind what did not pass, both sides of the relay."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reports import har
from reports.run import Run

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]

SHAPE = json.loads(Path(__file__).parents[1].joinpath("data", "har-used.schema.json").read_text())
"""The part of HAR 1.2 that we write, closed."""

EVIDENCE = {
    "started_at": "2026-11-22T10:00:01.250+00:00",
    "request": "POST http://r/v1/chat?a=1&b=\nContent-Type: application/json\n\n{}",
    "reply": "HTTP 200\nContent-Type: text/event-stream\nLocation: /there\n\ndata: {}",
    "upstream": "0.1s primary POST /v1/chat -> 200, 9 octets sent, closed by mock\n"
    "> Host: u\n> \n> {}\n< HTTP 200\n< \n< data: [DONE]",
    "end": "eof after 0.5 s",
    "timeline": {
        "client": {"head_s": 0.2, "reads": [[0.3, 5], [0.4, 6]], "end_s": 0.5, "end": "eof"},
        "upstream": [
            {
                "name": "primary",
                "arrived_s": 0.1,
                "status": 200,
                "writes": [[0.25, 9]],
                "closed": "mock",
                "closed_s": None,
            }
        ],
        "calls": 1,
    },
}


def read(run: Run, lang: str = "en") -> dict[str, Any]:
    """The log, held against the shape."""
    document = json.loads(har.render(run, lang))
    Draft202012Validator(SHAPE).validate(document)
    log: dict[str, Any] = document["log"]
    return log


def test_an_exchange_has_an_entry_for_each_side(make_run: Runs, make_failure: Results) -> None:
    """The client's first, each with its times."""
    client, upstream = read(make_run([make_failure(evidence=EVIDENCE)]))["entries"]

    assert (client["_side"], upstream["_side"]) == ("client", "upstream")
    assert client["startedDateTime"] == "2026-11-22T10:00:01.250Z"
    assert client["timings"] == {"send": 0, "wait": 300.0, "receive": 200.0}
    assert client["time"] == 500.0
    assert upstream["startedDateTime"] == "2026-11-22T10:00:01.350Z"
    assert upstream["timings"] == {"send": 0, "wait": 150.0, "receive": 0.0}


def test_requests_and_replies_are_told(make_run: Runs, make_failure: Results) -> None:
    """Address, parameters, headers and bodies; sizes are those of the wire."""
    client, upstream = read(make_run([make_failure(evidence=EVIDENCE)]))["entries"]

    request, response = client["request"], client["response"]
    assert (request["method"], request["url"]) == ("POST", "http://r/v1/chat?a=1&b=")
    assert request["queryString"] == [{"name": "a", "value": "1"}, {"name": "b", "value": ""}]
    assert request["postData"] == {"mimeType": "application/json", "text": "{}"}
    assert (response["status"], response["redirectURL"]) == (200, "/there")
    assert response["content"] == {
        "size": 11, "mimeType": "text/event-stream", "text": "data: {}",
    }  # fmt: skip
    assert upstream["request"]["url"] == "http://u/v1/chat"
    assert upstream["response"]["content"]["text"] == "data: [DONE]"


def test_results_that_share_an_exchange_share_its_entry(
    make_run: Runs, make_failure: Results, make_result: Results
) -> None:
    """It names them all; what passed has no evidence."""
    rows = [make_failure(n, evidence=EVIDENCE) for n in (1, 2)]

    entries = read(make_run([*rows, make_result(3)]))["entries"]

    assert len(entries) == 2
    assert entries[0]["_results"] == ["SSE-001[chat-stream-basic]", "SSE-002[chat-stream-basic]"]
    assert "SSE-002 the last event" in entries[0]["comment"]


def test_an_answer_that_never_came_has_no_status(make_run: Runs, make_failure: Results) -> None:
    """Browsers write 0; evidence of an older run has no times."""
    proof = {"request": "POST http://[", "reply": "(no answer)\n", "end": "reset"}

    (entry,) = read(make_run([make_failure(evidence=proof)]))["entries"]

    assert (entry["response"]["status"], entry["response"]["statusText"]) == (0, "(no answer)")
    assert (entry["time"], entry["request"]["queryString"]) == (0, [])
    assert entry["startedDateTime"] == "2026-11-22T10:00:00.000Z"


@pytest.mark.parametrize(("reads", "wait"), [([], 500.0), ([[0.7, 1]], 700.0)])
def test_times_are_never_negative(
    make_run: Runs, make_failure: Results, reads: list[Any], wait: float
) -> None:
    """Not even where the clocks of two sides disagree."""
    client = {**EVIDENCE["timeline"]["client"], "reads": reads}  # type: ignore[index]
    proof = {**EVIDENCE, "timeline": {"client": client, "upstream": [], "calls": 0}}

    entry = read(make_run([make_failure(evidence=proof)]))["entries"][0]

    assert entry["timings"] == {"send": 0, "wait": wait, "receive": 0.0}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_cut_run_says_so(make_run: Runs, lang: str) -> None:
    """In the comment of the log; a run without failures has no entries."""
    whole, cut = read(make_run(), lang), read(make_run(complete=False), lang)

    assert whole["entries"] == cut["entries"] == []
    assert cut["comment"].startswith(whole["comment"])
    assert len(cut["comment"]) > len(whole["comment"])


def test_what_does_not_fit_is_counted(
    make_run: Runs, make_failure: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log stays below its limit, with whole exchanges."""
    monkeypatch.setattr(har, "LIMIT", 10_000)
    rows = [make_failure(n, evidence={**EVIDENCE, "end": str(n)}) for n in range(20)]

    log = read(make_run(rows))

    assert 0 < len(log["entries"]) < 40
    assert len(log["entries"]) % 2 == 0
    assert f"{20 - len(log['entries']) // 2} more results" in log["comment"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_values_are_inert(hostile_run: Run, lang: str) -> None:
    """The log keeps its shape and its size."""
    text = har.render(hostile_run, lang)

    read(hostile_run, lang)
    assert len(text.encode()) < 1_000_000
    assert "\\u001b" not in text


def test_a_time_without_a_zone_is_none(make_run: Runs, make_failure: Results) -> None:
    """The beginning of all time stands for it."""
    proof = {**EVIDENCE, "started_at": "2026-11-22T10:00:00"}
    run = make_run([make_failure(evidence=proof)], started_at="yesterday")

    assert read(run)["entries"][0]["startedDateTime"] == "1970-01-01T00:00:00.000Z"


def test_the_same_run_gives_the_same_text(hostile_run: Run) -> None:
    """Nothing but the run decides the text."""
    assert har.render(hostile_run) == har.render(hostile_run)
