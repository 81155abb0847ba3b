"""Complaints of the schema as sentences."""

from __future__ import annotations

import pytest

from mock_upstream.scenario.model import JSON
from mock_upstream.scenario.problems import Problem, schema_problems


def step(**row: JSON) -> JSON:
    """A script with one step."""
    return {"version": 1, "upstreams": {"a": {"rules": [{"steps": [row]}]}}}


STEP = "/upstreams/a/rules/0/steps/0"


@pytest.mark.parametrize(
    ("value", "pointer", "message", "hint"),
    [
        (step(timing={"itl": 5}), f"{STEP}/timing/itl", "none of the allowed", "with its unit"),
        (step(times=0), f"{STEP}/times", "0", ""),
        (step(reply={"words": "x"}), f"{STEP}/reply/words", "not of type integer", "as many words"),
        (step(at={"line": 1}, fault="x"), f"{STEP}/at", "unknown key 'line'", "allowed: frame"),
        ({"version": 1}, "", "key 'upstreams' is missing", "add it"),
        ({"version": 1, "upstreams": {"A": {}}}, "/upstreams", "'A'", ""),
        (
            {"version": 1, "upstreams": {"a": {"dialect": "x"}}},
            "/upstreams/a/dialect",
            "'x' is not known here",
            "allowed: 'openai'",
        ),
        (
            step(timing={"itl": {"uniform": ["1", "2s"]}}),
            f"{STEP}/timing/itl/uniform/0",
            "'1' has the wrong form",
            "duration with its unit: 200ms, 1.5s, 2m",
        ),
    ],
)
def test_what_was_seen_and_what_is_allowed(
    value: JSON, pointer: str, message: str, hint: str
) -> None:
    """Pointer, message and hint of the first problem."""
    problem = schema_problems(value)[0]

    assert problem.pointer == pointer
    assert message in problem.message
    assert hint in problem.hint


def test_each_place_complains_once() -> None:
    """Two wrong places are two problems, told as JSON too."""
    problems = schema_problems({"version": 2, "upstreams": {"a": {"x": 1, "y": 2}}})

    assert [problem.pointer for problem in problems] == ["/version", "/upstreams/a"]
    assert problems[1].as_json()["message"] == "unknown key 'x', 'y'"


def test_a_sentence_without_line_or_hint() -> None:
    """Only what is known is said."""
    assert Problem("", "wrong").sentence("f") == "f: /: wrong"
    assert Problem("/a", "wrong", "mend it", 3).sentence("f") == "f:3: /a: wrong; mend it"
