"""One answer in each dialect says the same, for the upstream and for the client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks.said import Said, heard, told
from conformance.wire.view import View

Maker = Callable[..., View]

COUNTS = {"prompt": 100, "completion": 6, "cached": 90, "reasoning": 2}
CALLS = ({"name": "f", "input": {"n": 1}},)
FUNCTION: Any = {"name": "f", "arguments": '{"n": 1}'}
CHAT_USAGE: Any = {
    "prompt_tokens": 100,
    "completion_tokens": 6,
    "prompt_tokens_details": {"cached_tokens": 90},
    "completion_tokens_details": {"reasoning_tokens": 2},
}
RESPONSE: Any = {
    "status": "completed",
    "output": [
        {"type": "reasoning", "content": [{"type": "reasoning_text", "text": "Hm"}]},
        {"type": "message", "content": [{"type": "output_text", "text": "Hi"}]},
        {"type": "function_call", "call_id": "a", **FUNCTION},
    ],
    "usage": {
        "input_tokens": 100,
        "output_tokens": 6,
        "input_tokens_details": {"cached_tokens": 90},
        "output_tokens_details": {"reasoning_tokens": 2},
    },
}
COMPLETION: Any = {
    "choices": [
        {
            "index": 0,
            "message": {
                "content": "Hi",
                "reasoning_content": "Hm",
                "tool_calls": [{"id": "a", "function": FUNCTION}],
            },
            "finish_reason": "tool_calls",
        }
    ],
    "usage": CHAT_USAGE,
}
GEMINI: Any = {
    "text": "Hi",
    "thoughts": "Hm",
    "calls": [{"functionCall": {"id": "a", "name": "f", "args": {"n": 1}}}],
    "finish_reasons": {"0": "STOP"},
    "usage": {
        "promptTokenCount": 100,
        "candidatesTokenCount": 4,
        "thoughtsTokenCount": 2,
        "cachedContentTokenCount": 90,
    },
}
CHAT: Any = {
    "text": "Hi",
    "reasoning": "Hm",
    "tool_calls": {"0": [{"id": "a", **FUNCTION}]},
    "finish_reason": "tool_calls",
    "usage": CHAT_USAGE,
}


def said(finish: str) -> Said:
    """The answer of this file, which ends so."""
    return Said("Hi", "Hm", CALLS, ("a",), finish, COUNTS)


def test_a_client_holds_the_same_in_each_dialect(view: Maker) -> None:
    """But for the word of the end."""
    responses = "http://relay/v1/responses"

    assert heard(view(COMPLETION)) == said("tool_calls")
    assert heard(view(RESPONSE, url=responses)) == said("completed")


def test_a_response_is_read_by_its_events(stream: Maker) -> None:
    """Thoughts and words are their deltas; the end has the rest."""
    place = {"output_index": 0, "content_index": 0}
    call = {"output_index": 1, "item": {"call_id": "a", "name": "f"}}
    events: list[Any] = [
        {"type": "response.output_item.added", **call},
        {"type": "response.reasoning_text.delta", **place, "delta": "Hm"},
        {"type": "response.output_text.delta", **place, "delta": "Hi"},
        {
            "type": "response.function_call_arguments.delta",
            "output_index": 1,
            "delta": '{"n": 1}',
        },
        {"type": "response.completed", "response": RESPONSE},
    ]

    assert heard(stream(*events, url="http://relay/v1/responses")) == said("completed")


def test_an_incomplete_response_ends_for_its_reason(view: Maker) -> None:
    """Counts that are lost are unknown."""
    why = {"status": "incomplete", "incomplete_details": {"reason": "content_filter"}}
    found = heard(view({"output": [], **why}, url="http://relay/v1/responses"))

    assert found.finish == "content_filter"
    assert set(found.counts.values()) == {None}


@pytest.mark.parametrize(
    ("reply", "finish"), [(CHAT, "tool_calls"), (GEMINI, "STOP")], ids=["chat", "gemini"]
)
def test_an_upstream_means_the_same_in_each_dialect(
    view: Maker, call: Callable[..., Any], reply: Any, finish: str
) -> None:
    """Gemini counts thoughts apart."""
    made = replace(call(reply=reply), path="/x")

    assert told(view({}, upstream=[made])) == said(finish)
