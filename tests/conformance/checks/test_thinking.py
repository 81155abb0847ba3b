"""What a model thinks aloud is told once, apart from its answer and before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

THOUGHT = "Six is asked. I know it.\n"
ANSWER = "It is 42."
TAGGED = f"<think>\n{THOUGHT}</think>\n\n{ANSWER}"


@pytest.fixture
def said(view: Callable[..., Any], call: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a view of a JSON answer to what the upstream meant."""

    def make(content: str, reasoning: str | None = None, *, text: str = ANSWER) -> Any:
        message = {"content": content, "reasoning_content": reasoning}
        meant = {"text": text, "reasoning": None if "<think>" in text else THOUGHT}
        return view({"choices": [{"index": 0, "message": message}]}, upstream=[call(reply=meant)])

    return make


@pytest.mark.parametrize(
    ("reasoning", "count"), [(None, 0), (THOUGHT, 0), (THOUGHT * 2, 1), ("Six is asked. " * 2, 1)]
)
def test_a_thought_is_told_once(
    said: Callable[..., Any], places: Callable[..., Any], reasoning: str | None, count: int
) -> None:
    """A thought that is left out is not told twice."""
    assert len(places("thinking.once", said(ANSWER, reasoning))) == count


@pytest.mark.parametrize(
    ("content", "count"),
    [(ANSWER, 0), (TAGGED, 0), (THOUGHT + ANSWER, 1), (f"{ANSWER} I know it.", 1), ("", 0)],
)
def test_a_thought_is_no_answer(
    said: Callable[..., Any], places: Callable[..., Any], content: str, count: int
) -> None:
    """Between tags at the head it may stand."""
    assert len(places("thinking.apart", said(content))) == count


@pytest.mark.parametrize(
    ("content", "reasoning", "count"),
    [
        (TAGGED, None, 0),
        (TAGGED.strip(), "", 0),
        (ANSWER, THOUGHT.strip(), 0),
        (ANSWER, None, 0),
        (f"{THOUGHT}</think>\n\n{ANSWER}", None, 1),
        (THOUGHT + ANSWER, None, 1),
        (ANSWER, "Six", 1),
        (f"<think>\n{THOUGHT}</think>", None, 1),
    ],
)
def test_tags_are_whole_or_gone(
    said: Callable[..., Any],
    places: Callable[..., Any],
    content: str,
    reasoning: str | None,
    count: int,
) -> None:
    """A relay may lift the thought into its field, or leave it out."""
    assert len(places("thinking.tags", said(content, reasoning, text=TAGGED))) == count


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (["think", "think", "answer"], []),
        (["answer", "answer"], []),
        (["think", "answer", "think"], ["chunk 2 /choices/0"]),
        (["call", "think"], ["chunk 1 /choices/0"]),
        (["wrong", "answer"], []),
    ],
)
def test_a_thought_comes_first(
    stream: Callable[..., Any],
    chunk: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    order: list[str],
    found: list[str],
) -> None:
    """A delta of a wrong kind is another rule's business."""
    deltas: dict[str, Any] = {
        "think": {"reasoning": "So.", "content": ""},
        "answer": {"content": "42"},
        "call": {"tool_calls": [{"index": 0}]},
    }
    chunks = [chunk(delta=deltas.get(one)) for one in order]
    for one in chunks:
        one["choices"][0]["delta"] = one["choices"][0]["delta"] or None
    seen = stream(*chunks, "[DONE]", upstream=[call(reply={"text": "42"})])

    assert places("thinking.first", seen) == found
