"""Requests for messages."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.anthropic.request import MessageRequest, read_count, read_message
from mock_upstream.reply import Failure

ASKED: Any = {"model": "m", "max_tokens": 8, "messages": [{"role": "user", "content": "hi"}]}


def message(**fields: Any) -> Any:
    """A request with one message of these fields."""
    return ASKED | {"messages": [{"role": "user", **fields}]}


def test_a_sound_request_is_read() -> None:
    """With or without a limit where nothing is made; unknown fields are taken."""
    read = read_message(ASKED | {"stream": True, "x": 1})

    assert isinstance(read, MessageRequest)
    assert (read.stream, read.searches, read.chat.user_text) == (True, False, "hi")
    assert isinstance(read_count({"model": "m", "messages": ASKED["messages"]}), MessageRequest)


def test_a_search_is_offered_by_its_tool() -> None:
    """Whatever its date."""
    read = read_message(ASKED | {"tools": [{"type": "web_search_20250305", "name": "web_search"}]})

    assert isinstance(read, MessageRequest)
    assert read.searches


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (None, "JSON"),
        ({"max_tokens": 8, "messages": []}, "model: Field required"),
        ({"model": "m", "messages": []}, "max_tokens: Field required"),
        (ASKED | {"max_tokens": "8"}, "valid integer"),
        (ASKED | {"max_tokens": -1}, "greater than or equal to 0"),
        (ASKED | {"temperature": 2}, "temperature"),
        (ASKED | {"top_p": "high"}, "top_p"),
        (ASKED | {"tools": "x"}, "tools"),
        (ASKED | {"messages": "hi"}, "valid array"),
        (ASKED | {"messages": []}, "at least one"),
        (ASKED | {"messages": ["hi"]}, "messages.0"),
        (ASKED | {"messages": [{"role": "tool", "content": "x"}]}, "role"),
        (message(), "content"),
        (message(content=[{"text": "x"}]), "content.0.type"),
        (message(content=[{"type": "thinking", "thinking": "x"}]), "signature"),
        (ASKED | {"thinking": "on"}, "thinking"),
        (ASKED | {"thinking": {"type": "enabled", "budget_tokens": 5}}, "budget_tokens"),
        (ASKED | {"thinking": {"type": "enabled", "budget_tokens": 1024}}, "max_tokens"),
    ],
)
def test_a_slip_is_refused_with_its_place(body: Any, word: str) -> None:
    """By 400."""
    read = read_message(body)

    assert isinstance(read, Failure)
    assert read.status == 400
    assert word in read.body["error"]["message"]
