"""Requests of one key are mixed up, once there are enough of them."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects.isolation import (
    ISOLATION,
    AnswersSwapped,
    ChunksCrossed,
    RequestsCrossed,
    VectorsCrossed,
)
from conformance.relay.turn import Turn


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left of an earlier test."""
    for defect in ISOLATION:
        monkeypatch.setattr(defect, "_last", {})


def turn(at_once: int, path: str = "/v1/embeddings", token: str = "a") -> Turn:
    """One request of a key among so many."""
    return Turn("r", path=path, token=token, at_once=at_once)


def chunk(words: str | None) -> dict[str, Any]:
    """A chunk that says something, or only who speaks."""
    return {"choices": [{"delta": {"content": words} if words else {"role": "assistant"}}]}


CASES = [
    (AnswersSwapped, lambda d, v: d.completion({"choices": v, "id": 1})["choices"]),
    (RequestsCrossed, lambda d, v: d.request_body({"messages": v})["messages"]),
    (VectorsCrossed, lambda d, v: d.result({"data": v})["data"]),
]


@pytest.mark.parametrize(("defect", "seen"), CASES)
@pytest.mark.parametrize(
    ("at_once", "token", "expected"), [(5, "a", "one"), (4, "a", "two"), (5, "b", "two")]
)
def test_what_the_one_before_had_is_given_to_the_next(
    defect: Any, seen: Any, at_once: int, token: str, expected: str
) -> None:
    """Among many requests of the same key, and not among few or of another."""
    first = seen(defect(turn(5)), "one")
    second = seen(defect(turn(at_once, token=token)), "two")

    assert (first, second) == ("one", expected)


def test_chunks_crossed() -> None:
    """Foreign words come behind the chunk's own; a role and equal words stay alone."""
    shown = [ChunksCrossed(turn(5)).chunk(chunk(words)) for words in ("a", "b", None, "b")]

    said = [one["choices"][0]["delta"].get("content") for (one,) in shown]
    assert said == ["a", "ba", None, "b"]


def test_what_is_no_business_of_theirs_is_left_alone() -> None:
    """A request without messages, an answer of another endpoint."""
    assert RequestsCrossed(turn(5)).request_body({"input": "x"}) == {"input": "x"}
    assert VectorsCrossed(turn(5, "/v1/moderations")).result({"a": 1}) == {"a": 1}
