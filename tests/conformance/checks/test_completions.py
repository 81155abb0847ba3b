"""What a text completion says is compared with its prompts and with itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

LISTS: dict[str, list[Any]] = {
    "tokens": ["a", " b"],
    "token_logprobs": [None, -0.2],
    "text_offset": [0, 1],
}


def choices(*texts: str, **more: Any) -> dict[str, Any]:
    """A completion with these texts."""
    listed = [{"index": i, "text": text, "finish_reason": "stop"} for i, text in enumerate(texts)]
    return {"choices": [one | more for one in listed]}


@pytest.mark.parametrize(
    ("request_", "body", "count"),
    [
        ({"prompt": "p"}, choices("x"), 0),
        ({"prompt": ["p", "q"], "n": 2}, choices("x", "x", "x", "x"), 0),
        ({"prompt": ["p", "q"], "n": 2}, choices("x", "x"), 1),
        ({"prompt": "p"}, choices("x", "y"), 1),
        ({"prompt": "p"}, {"choices": None}, 1),
    ],
    ids=str,
)
def test_each_prompt_has_its_choices(
    view: Callable[..., Any], places: Callable[..., Any], request_: Any, body: Any, count: int
) -> None:
    """Prompts times ``n``, numbered without a gap."""
    assert count == len(places("completions.choices", view(body, request=request_)))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["p one", "p two", "q one", "q two"], []),
        (["p one", "p two", "p one", "q two"], ["choice 2"]),
        (["one", "p two"], ["choice 0"]),
        (["p", "p", "q", "q", "r"], []),
    ],
)
def test_an_echo_begins_with_its_own_prompt(
    view: Callable[..., Any], places: Callable[..., Any], texts: Any, expected: list[str]
) -> None:
    """The choices of one prompt stand in a row."""
    seen = view(choices(*texts), request={"prompt": ["p", "q"], "n": 2})

    assert places("completions.echo", seen) == expected


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"tokens": ["a", " c"]}, 1),
        ({"token_logprobs": [-0.1]}, 1),
        ({"text_offset": [0, 2]}, 1),
        ({"tokens": [], "token_logprobs": [], "text_offset": []}, 1),
        ({"tokens": None}, 1),
    ],
    ids=str,
)
def test_log_probabilities_fit_the_text(
    view: Callable[..., Any], places: Callable[..., Any], changes: dict[str, Any], count: int
) -> None:
    """One entry for each token, whose place is told."""
    seen = view(choices("a b", logprobs={**LISTS, **changes}))

    assert count == len(places("completions.logprobs", seen))


def test_log_probabilities_of_chunks_are_joined(
    stream: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """The last chunk has none; odd chunks are passed over."""
    parts = [
        {"index": 0, "text": text, "logprobs": {name: [LISTS[name][i]] for name in LISTS}}
        for i, text in enumerate(LISTS["tokens"])
    ]
    last = {"index": 0, "text": "", "logprobs": None, "finish_reason": "stop"}
    events = [{"choices": [part]} for part in (*parts, last, "odd")]

    assert places("completions.logprobs", stream(*events, {"choices": 5}, "[DONE]")) == []


def test_null_in_place_of_log_probabilities_is_found(
    view: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """They were asked for."""
    assert places("completions.logprobs", view(choices("a", logprobs=None))) == ["choice 0"]
