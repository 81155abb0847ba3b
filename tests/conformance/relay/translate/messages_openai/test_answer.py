"""A chat completion as a message of Anthropic's dialect."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.retry import Cause, Failure
from conformance.relay.translate.messages_openai.answer import error, message, stop, usage
from conformance.relay.translate.translation import Asked

USAGE = {"prompt_tokens": 6, "completion_tokens": 2}
COUNTED = {
    "input_tokens": 6,
    "cache_creation_input_tokens": 0,
    "cache_read_input_tokens": 0,
    "output_tokens": 2,
}
TEXT = {"type": "text", "text": "hi"}
THOUGHT = {"type": "thinking", "thinking": "hm", "signature": ""}
CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": '{"x": 1}'}}
USE = {"type": "tool_use", "id": "a", "name": "f", "input": {"x": 1}}


def told(said: Any, finish: str = "stop") -> dict[str, Any]:
    """Return the message of a completion that says so."""
    choice = {"index": 0, "message": said, "finish_reason": finish}
    return message({"id": "c", "model": "up", "choices": [choice], "usage": USAGE}, Asked())


@pytest.mark.parametrize(
    ("said", "blocks", "reason"),
    [
        ({"content": "hi"}, [TEXT], "end_turn"),
        ({"content": None, "refusal": "hi"}, [TEXT], "end_turn"),
        ({"content": "hi", "reasoning_content": "hm"}, [THOUGHT, TEXT], "end_turn"),
        ({"content": "hi", "reasoning": "hm"}, [THOUGHT, TEXT], "end_turn"),
        ({"content": None, "tool_calls": [CALL]}, [USE], "tool_use"),
        ({"content": ""}, [], "end_turn"),
    ],
)
def test_completion_becomes_a_message(said: Any, blocks: Any, reason: str) -> None:
    """With the blocks in the order that clients rely on."""
    assert told(said) == {
        "id": "c",
        "type": "message",
        "role": "assistant",
        "model": "up",
        "content": blocks,
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": COUNTED,
    }


@pytest.mark.parametrize(("arguments", "value"), [("", {}), ("{}", {}), ('{"a": []}', {"a": []})])
def test_arguments_become_an_object(arguments: str, value: Any) -> None:
    """No arguments are an empty one."""
    call = CALL | {"function": {"name": "f", "arguments": arguments}}

    assert told({"content": None, "tool_calls": [call]})["content"][0]["input"] == value


@pytest.mark.parametrize("arguments", ["[1]", "{"])
def test_arguments_that_are_no_object_are_refused(arguments: str) -> None:
    """There is no honest way to say them."""
    call = CALL | {"function": {"name": "f", "arguments": arguments}}

    with pytest.raises((TypeError, ValueError)):
        told({"content": None, "tool_calls": [call]})


def test_arguments_that_a_limit_cut_are_empty() -> None:
    """The reason to stop tells of it."""
    call = CALL | {"function": {"name": "f", "arguments": '{"x'}}
    body = told({"content": None, "tool_calls": [call]}, "length")

    assert (body["content"][0]["input"], body["stop_reason"]) == ({}, "max_tokens")


@pytest.mark.parametrize(
    ("finish", "calls", "reason"),
    [
        ("stop", False, "end_turn"),
        ("stop", True, "tool_use"),
        ("tool_calls", True, "tool_use"),
        ("function_call", True, "tool_use"),
        ("length", True, "max_tokens"),
        ("content_filter", False, "refusal"),
        ("eos", False, "end_turn"),
    ],
)
def test_finish_becomes_a_reason_to_stop(finish: str, calls: bool, reason: str) -> None:
    """A call is one, whatever the upstream says of its end."""
    assert stop(finish, calls=calls) == reason


def test_cached_input_is_counted_beside_the_rest() -> None:
    """Never below nothing."""
    details = {"cached_tokens": 90, "cache_write_tokens": 4}
    told = USAGE | {"prompt_tokens": 100, "prompt_tokens_details": details}

    assert usage(told) == {
        "input_tokens": 6,
        "cache_creation_input_tokens": 4,
        "cache_read_input_tokens": 90,
        "output_tokens": 2,
    }
    assert usage({"prompt_tokens_details": {"cached_tokens": 1}})["input_tokens"] == 0


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (404, "not_found_error"),
        (429, "rate_limit_error"),
        (500, "api_error"),
        (None, "api_error"),
    ],
)
def test_error_is_told_in_the_words_of_anthropic(status: int | None, kind: str) -> None:
    """The type follows from the status; the message stays."""
    failure = Failure(Cause.STATUS, status, {"type": "server_error", "message": "no"})

    assert error(failure) == {"message": "no", "type": kind}
