"""A message of Anthropic's dialect as a chat completion."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.retry import Cause, Failure
from conformance.relay.translate.chat_anthropic.answer import completion, error, finish, usage
from conformance.relay.translate.translation import Asked

TOLD = {"input_tokens": 6, "output_tokens": 2}
COUNTED = {
    "prompt_tokens": 6,
    "completion_tokens": 2,
    "total_tokens": 8,
    "prompt_tokens_details": {"cached_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 0},
}
TEXT = {"type": "text", "text": "hi"}
THOUGHT = {"type": "thinking", "thinking": "hm", "signature": "s"}
SEALED = {"type": "redacted_thinking", "data": "d"}
USE = {"type": "tool_use", "id": "a", "name": "f", "input": {"x": "é"}}
CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": '{"x":"é"}'}}


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([TEXT, TEXT], {"content": "hihi"}),
        ([THOUGHT, SEALED, TEXT], {"content": "hi", "reasoning_content": "hm"}),
        ([USE], {"content": None, "tool_calls": [CALL]}),
        ([TEXT, USE], {"content": "hi", "tool_calls": [CALL]}),
        ([], {"content": ""}),
    ],
)
def test_message_becomes_a_completion(blocks: Any, said: Any) -> None:
    """With one choice, and all keys that clients rely on."""
    message = {
        "id": "msg",
        "model": "up",
        "content": blocks,
        "stop_reason": "end_turn",
        "usage": TOLD,
    }

    assert completion(message, Asked(created=7)) == {
        "id": "msg",
        "object": "chat.completion",
        "created": 7,
        "model": "up",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "refusal": None, **said},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": COUNTED,
    }


@pytest.mark.parametrize(
    ("reason", "finished"),
    [
        ("end_turn", "stop"),
        ("stop_sequence", "stop"),
        ("pause_turn", "stop"),
        ("max_tokens", "length"),
        ("model_context_window_exceeded", "length"),
        ("tool_use", "tool_calls"),
        ("refusal", "content_filter"),
    ],
)
def test_reason_to_stop_becomes_a_finish(reason: str, finished: str) -> None:
    """In the words of chat alone."""
    assert finish(reason) == finished


def test_cached_input_is_a_part_of_the_prompt() -> None:
    """Read or written, it was input."""
    told = TOLD | {
        "cache_read_input_tokens": 90,
        "cache_creation_input_tokens": 4,
        "output_tokens_details": {"thinking_tokens": 1},
    }

    assert usage(told) == COUNTED | {
        "prompt_tokens": 100,
        "total_tokens": 102,
        "prompt_tokens_details": {"cached_tokens": 90},
        "completion_tokens_details": {"reasoning_tokens": 1},
    }


def test_count_of_null_is_nothing() -> None:
    """As an upstream without a cache has it."""
    assert usage(TOLD | {"cache_read_input_tokens": None, "output_tokens_details": None}) == COUNTED


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, {"type": "invalid_request_error"}),
        (404, {"type": "invalid_request_error", "code": "model_not_found"}),
        (413, {"type": "invalid_request_error"}),
        (429, {"type": "requests", "code": "rate_limit_exceeded"}),
        (500, {"type": "server_error"}),
        (529, {"type": "server_error"}),
        (None, {"type": "server_error"}),
    ],
)
def test_error_is_told_in_the_words_of_openai(status: int | None, told: Any) -> None:
    """The message stays."""
    failure = Failure(Cause.STATUS, status, {"type": "an_error", "message": "no"})

    assert error(failure) == {"message": "no", **told}
