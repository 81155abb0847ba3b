"""What the schema cannot say about a script."""

from __future__ import annotations

import pytest

from mock_upstream.scenario.model import JSON, Limits
from mock_upstream.scenario.read import Reader

STEP = "/upstreams/a/rules/0/steps/0"


def steps(*rows: JSON, **match: JSON) -> JSON:
    """A script with one rule."""
    return {"version": 1, "upstreams": {"a": {"rules": [{"match": match, "steps": list(rows)}]}}}


def problems(value: JSON) -> list[tuple[str, str]]:
    """Pointer and sentence of each problem."""
    reader = Reader(value)
    reader.script()
    return [(problem.pointer, f"{problem.message}; {problem.hint}") for problem in reader.problems]


@pytest.mark.parametrize(
    ("value", "pointer", "word"),
    [
        (steps({"fault": "sse.nope"}), f"{STEP}/fault", "unknown fault 'sse.nope'"),
        (steps({"reply": {"task": {"steps": [50, 20]}}}), f"{STEP}/reply/task/steps", "goes back"),
        (steps({"fault": ["x"]}), f"{STEP}/fault/0", "unknown fault 'x'"),
        (steps({"fault": "http.500", "with": {"x": 1}}), f"{STEP}/with/x", "no parameter 'x'"),
        (
            steps({"fault": [{"name": "http.500", "with": {"x": 1}}]}),
            f"{STEP}/fault/0/with/x",
            "no parameter 'x'",
        ),
        (steps({"fault": ["sse.crlf"], "at": {"frame": 1}}), f"{STEP}/at", "needs one fault"),
        (
            steps({"fault": ["sse.cut_fin", "sse.cut_rst"]}),
            f"{STEP}/fault",
            "sse.cut_fin and sse.cut_rst cannot be combined",
        ),
        (
            steps({"fault": "sse.crlf"}, stream=False),
            f"{STEP}/fault",
            "sse.crlf needs a stream, which this step never answers with",
        ),
        (
            steps({"fault": "body.truncated_json"}, stream=True),
            f"{STEP}/fault",
            "needs a whole JSON body",
        ),
        (steps({"fault": ["http.500", "body.truncated_json"]}, stream=True), None, ""),
        (
            steps({"fault": ["chat.usage", "sse.cut"]}, stream=True),
            f"{STEP}/fault",
            "sse.cut, chat.usage cannot be combined: chat.usage",
        ),
        (
            steps({"fault": "sse.crlf", "reply": {"error": {"status": 500}}}),
            f"{STEP}/fault",
            "needs a stream",
        ),
        (
            steps({"reply": {"error": "rate_limit"}}),
            f"{STEP}/reply/error",
            "rate_limit_exceeded",
        ),
        (steps({"times": "forever"}, {}), f"{STEP}/times", "no step behind this one"),
        (
            steps({}, text={"regex": "("}),
            "/upstreams/a/rules/0/match/text/regex",
            "no regular expression",
        ),
        (
            steps({}, body={"type": "nope"}),
            "/upstreams/a/rules/0/match/body",
            "no JSON Schema",
        ),
        (
            steps({"reply": {"words": 3, "locale": "xx"}}),
            f"{STEP}/reply/locale",
            "'xx'",
        ),
        (
            {"version": 1, "upstreams": {"a": {"use": "b"}, "b": {}}},
            None,
            "",
        ),
        (
            {"version": 1, "upstreams": {"a": {"use": "c"}, "b": {}}},
            "/upstreams/a/use",
            "'c' is no upstream of this script; allowed: b, healthy",
        ),
        (
            {"version": 1, "upstreams": {"a": {"limits": {"up": 3}}}},
            "/upstreams/a/limits/up",
            "`up` without `down` limits nothing",
        ),
        (
            {"version": 1, "upstreams": {"a": {"use": "b"}, "b": {"use": "a"}}},
            "/upstreams/b/use",
            "'a' uses itself in the end",
        ),
    ],
)
def test_what_cannot_be_honoured_is_refused(value: JSON, pointer: str | None, word: str) -> None:
    """One problem at the place, none where the script is right."""
    found = problems(value)

    assert [place for place, _ in found] == ([] if pointer is None else [pointer])
    assert all(word in sentence for _, sentence in found)


def test_an_upstream_takes_over_what_it_uses() -> None:
    """Own fields win; rules keep the pointers of where they stand."""
    value = steps({"reply": {"text": "hi"}})
    value["upstreams"]["a"] |= {"models": ["m"], "limits": {"rpm": 3, "headers": "none"}}
    value["upstreams"]["b"] = {"use": "a", "models": ["n"], "key": "secret"}
    value["upstreams"]["c"] = {"use": "healthy"}

    script = Reader(value).script()

    used = script.upstreams["b"]
    assert (used.name, used.models, used.key) == ("b", ("n",), "secret")
    assert used.limits == Limits(rpm=3, tells=False)
    assert used.rules[0].pointer == "/upstreams/a/rules/0"
    assert script.upstreams["c"].rules == ()
    assert script.upstream("unsaid").rules == ()


def test_all_parts_of_a_step_are_read() -> None:
    """Faults are made, times are parsed, texts become claims."""
    row = {
        "times": 2,
        "fault": [{"name": "sse.cut_rst", "at": {"frame": 3}}, "sse.crlf"],
        "timing": {"ttft": "200ms"},
    }
    script = Reader(steps(row, text="hi", headers={"x-a": {"equals": "1"}})).script()

    rule = script.upstreams["a"].rules[0]
    step = rule.steps[0]
    assert (step.times, step.fault_names) == (2, "sse.cut_rst+sse.crlf")
    assert step.faults[0].at is not None
    assert step.faults[0].at.frame == 3
    assert step.timing.ttft is not None
    assert step.timing.ttft.a == 0.2
    assert rule.match.text is not None
    assert rule.match.text.contains == "hi"
    assert rule.match.headers["x-a"].equals == "1"
