"""Builds run documents: valid against their schema, small, and the same each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import specs
from reports.run import OUTCOMES, Run, parse

HOSTILE = [
    "<script>alert(1)</script>",
    "</pre></details><!--",
    "\x1b[31mred\x1b[0m\x07",
    "nul\x00del\x7f\x9b",
    "\u202egnp.exe\u2066\u200f",
    "lone \ud800 surrogate \uffff \ufeff",
    "]]> & \" ' > {{ 7 * 7 }} {% raw %}",
    "`````\n| a | b |\n# h\n[x](javascript:1) @user",
    "x" * 5_000_000,
]


@pytest.fixture(params=HOSTILE, ids=lambda value: repr(value[:14]))
def hostile(request: pytest.FixtureRequest) -> str:
    """One value that breaks a careless writer."""
    return str(request.param)


def result(number: int = 1, **changes: Any) -> dict[str, Any]:
    """One result, a pass unless changed."""
    return {
        "id": f"SSE-{number:03d}",
        "case": "chat-stream-basic",
        "title": "the last event of a stream is [DONE]",
        "area": "stream",
        "endpoint": "POST /v1/chat/completions",
        "level": "MUST",
        "strict": False,
        "outcome": "pass",
        "blame": None,
        "message": "",
        "source": {"url": "https://example.com/doc", "quote": "as written", "seen": "2026-11-21"},
        "exchanges": ["x-1"],
        "duration_s": 0.25,
        **changes,
    }


def failure(number: int = 1, **changes: Any) -> dict[str, Any]:
    """One failure with everything that a card shows."""
    return result(
        number,
        **{
            "outcome": "fail",
            "blame": "relay",
            "message": "the last data line is not [DONE]",
            "expected": "[DONE]",
            "actual": {"object": "chat.completion.chunk"},
            "violations": [{"message": "not [DONE]", "at": "event 3", "got": 1, "exchange": 1}],
            "defects": ["D001"],
            "hint": "write the line",
            "curl": "curl -N http://127.0.0.1/v1",
            "evidence": {"request": "POST /", "reply": "data: {}", "upstream": "200", "end": "eof"},
            **changes,
        },
    )


def document(results: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """A whole run document, its summary counted from the results."""
    results = [result()] if results is None else results
    return {
        "schema_version": 1,
        "suite": {"name": "relay-conformance", "version": "0.1.0", "specs_digest": "sha256:00"},
        "target": {
            "base_url": "http://127.0.0.1:4000/v1",
            "profile": "openai",
            "model": "gpt-4o-mini",
            "rig": None,
            "relay": {"name": "reference", "version": "1.0"},
        },
        "mode": "wired",
        "started_at": "2026-11-22T10:00:00+00:00",
        "duration_s": 72.5,
        "complete": True,
        "exit_code": 0,
        "cost": {"requests": 12, "tokens": 3456, "usd": 0.5},
        "verdicts": {"documented": "conformant", "strict": "no verdict"},
        "summary": {name: sum(r["outcome"] == name for r in results) for name in OUTCOMES},
        "results": results,
        **changes,
    }


@pytest.fixture
def make_result() -> Callable[..., dict[str, Any]]:
    """Builds one passing result, changed as told."""
    return result


@pytest.fixture
def make_failure() -> Callable[..., dict[str, Any]]:
    """Builds one failing result with all optional fields."""
    return failure


@pytest.fixture
def make_document() -> Callable[..., dict[str, Any]]:
    """Builds a run document that its schema accepts."""

    def build(results: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
        value = document(results, **changes)
        specs.validator("meta/run.schema.json").validate(value)
        return value

    return build


@pytest.fixture
def make_run(make_document: Callable[..., dict[str, Any]]) -> Callable[..., Run]:
    """Builds a run from such a document."""
    return lambda results=None, **changes: parse(make_document(results, **changes))


@pytest.fixture
def hostile_run(hostile: str, make_run: Callable[..., Run]) -> Run:
    """A run in which every free text is hostile, and the relay's reply most of all."""
    results = [
        failure(
            number,
            **dict.fromkeys(("case", "title", "area", "endpoint", "message", "hint"), hostile),
            outcome=outcome,
            expected=hostile,
            actual={hostile[:100]: [hostile]},
            violations=[{"message": hostile, "at": hostile, "expected": [hostile], "got": hostile}],
            source={"url": f"https://example.com/{hostile}", "quote": hostile, "seen": hostile},
            defects=[hostile],
            exchanges=[hostile],
            curl=hostile,
            evidence=dict.fromkeys(("request", "reply", "upstream", "end"), hostile),
            known={"reason": hostile} if outcome == "known" else None,
        )
        for number, outcome in enumerate(OUTCOMES)
    ]
    target = dict.fromkeys(("base_url", "profile", "model", "rig"), hostile)
    return make_run(
        results,
        suite=dict.fromkeys(("name", "version", "specs_digest"), hostile),
        target={**target, "relay": {"name": hostile, "version": hostile}},
        notices=[hostile] * 40,
        capabilities=[hostile],
        started_at=hostile,
    )
