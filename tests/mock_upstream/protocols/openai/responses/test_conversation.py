"""A request for a response as a chat request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.protocols.openai.responses.conversation import chat_body, messages_of
from mock_upstream.protocols.openai.responses.request import ResponsesRequest


def test_each_field_has_its_place_in_chat(ask: Callable[..., ResponsesRequest]) -> None:
    """Instructions lead; limits, effort and format go by chat's names."""
    schema = {"type": "json_schema", "name": "n", "schema": {"type": "object"}}
    tool = {"type": "function", "name": "f"}

    chat = ask(
        instructions="Be brief.",
        max_output_tokens=16,
        reasoning={"effort": "low"},
        text={"format": schema},
        tools=[tool],
        tool_choice="required",
    ).chat

    assert [message["role"] for message in chat.messages] == ["system", "user"]
    assert (chat.max_tokens, chat.body["reasoning_effort"]) == (16, "low")
    assert chat.response_format["json_schema"]["name"] == "n"
    assert chat.body["tool_choice"] == "required"


def test_what_is_not_said_is_left_out() -> None:
    """A choice without tools goes with them; a plain format stays as it is."""
    body = {"model": "m", "tool_choice": "auto", "text": {"format": {"type": "text"}}}

    chat = chat_body(body, (), ())

    assert chat == {"model": "m", "messages": [], "response_format": {"type": "text"}}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"type": "input_text", "text": "a"}, {"type": "text", "text": "a"}),
        ({"type": "refusal", "refusal": "no"}, {"type": "text", "text": "no"}),
        ({"type": "input_file"}, {"type": "file", "file": {}}),
        (
            {"type": "input_image", "image_url": "u"},
            {"type": "image_url", "image_url": {"url": "u", "detail": "auto"}},
        ),
    ],
)
def test_parts_of_messages(part: Any, expected: Any) -> None:
    """Each kind of part has one in chat."""
    (message,) = messages_of([{"type": "message", "role": "user", "content": [part]}])

    assert message["content"] == [expected]


def test_calls_and_their_outputs_are_messages() -> None:
    """Items that chat does not have are left out."""
    items: list[dict[str, Any]] = [
        {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "x"},
        {"type": "custom_tool_call_output", "call_id": "c", "output": "y"},
        {"type": "reasoning", "summary": []},
    ]

    call, output = messages_of(items)

    assert call["tool_calls"][0]["function"] == {"name": "f", "arguments": "x"}
    assert output == {"role": "tool", "tool_call_id": "c", "content": "y"}
