"""What an answer says is compared with what was asked and what the upstream meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("got", "count"), [("m", 0), ("m-2025-04-14", 0), ("other", 1), ("", 0), (None, 0)]
)
def test_the_model_is_the_asked_one_or_a_snapshot(
    view: Callable[..., Any], places: Callable[..., Any], got: Any, count: int
) -> None:
    """A dated name begins with the asked one."""
    assert count == len(places("completion.model", view({"model": got}, request={"model": "m"})))


@pytest.mark.parametrize(
    ("choices", "count"),
    [([{"index": 0}, {"index": 1}], 0), ([{"index": 0}], 1), (None, 1), (["x", {"index": 0}], 1)],
)
def test_each_choice_is_there(
    view: Callable[..., Any], places: Callable[..., Any], choices: Any, count: int
) -> None:
    """Two choices were asked for."""
    assert count == len(places("completion.choices", view({"choices": choices}), n=2))


@pytest.mark.parametrize(("body", "count"), [(b'{"a":1}', 0), (b'{"a":1,"a":2}', 1), (b"{", 0)])
def test_a_key_written_twice_is_found(
    view: Callable[..., Any], places: Callable[..., Any], body: Any, count: int
) -> None:
    """Parsers keep one of the two, and not the same one."""
    assert count == len(places("completion.unique-keys", view(body)))


@pytest.mark.parametrize(
    ("logprobs", "count"),
    [
        ({"content": [{"token": "a", "logprob": -0.1}]}, 0),
        ({"content": [{"token": "a", "logprob": None}]}, 1),
        ({"content": None}, 1),
        (None, 1),
    ],
)
def test_log_probabilities_are_numbers(
    view: Callable[..., Any], places: Callable[..., Any], logprobs: Any, count: int
) -> None:
    """Absent ones and ones without a number are found."""
    seen = view({"choices": [{"index": 0, "logprobs": logprobs}]})

    assert count == len(places("completion.logprobs", seen))


@pytest.mark.parametrize(
    ("name", "key", "meant", "count"),
    [
        ("completion.upstream-text", "text", "Hello ", 0),
        ("completion.upstream-text", "text", "Hello", 1),
        ("completion.reasoning", "reasoning", "think", 0),
        ("completion.reasoning", "reasoning", "other", 1),
    ],
)
def test_words_are_the_upstreams(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    name: str,
    key: Any,
    meant: Any,
    count: int,
) -> None:
    """White space counts."""
    message = {"content": "Hello ", "reasoning_content": "think"}
    seen = view(
        {"choices": [{"index": 0, "message": message}]}, upstream=[call(reply={key: meant})]
    )

    assert count == len(places(name, seen))


def test_an_answer_that_never_arrived_is_found(
    view: Callable[..., Any], places: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """The upstream answered, the client got an error."""
    seen = view(status=502, upstream=[call(reply={"text": "Hello"})])

    assert places("completion.upstream-text", seen) == [None]
