"""What a chat endpoint is asked for a response."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.envelope import RelayError
from conformance.relay.translate.responses_chat.request import request

CALL: Any = {"type": "function_call", "id": "fc", "call_id": "c1", "name": "f", "arguments": "{}"}
TOLD: Any = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def messages(*items: Any) -> Any:
    """The messages of these items."""
    return request({"model": "m", "input": list(items)})["messages"]


def test_a_text_is_one_message() -> None:
    """The instructions come first."""
    asked = request({"model": "m", "input": "Hello.", "instructions": "Be brief."})

    assert asked == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hello."},
        ],
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"temperature": 0, "top_p": 1}, {"temperature": 0, "top_p": 1}),
        ({"max_output_tokens": 64}, {"max_completion_tokens": 64}),
        ({"reasoning": {"effort": "low", "summary": "auto"}}, {"reasoning_effort": "low"}),
        ({"reasoning": None, "text": None, "store": True}, {}),
        ({"text": {"verbosity": "low", "format": {"type": "text"}}}, {"verbosity": "low"}),
        (
            {"text": {"format": {"type": "json_schema", "name": "n", "schema": {}}}},
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "schema": {}},
                }
            },
        ),
        (
            {"text": {"format": {"type": "json_object"}}},
            {"response_format": {"type": "json_object"}},
        ),
        (
            {"tools": [{"type": "function", "name": "f", "parameters": {}, "strict": False}]},
            {
                "tools": [
                    {
                        "type": "function",
                        "function": {"name": "f", "parameters": {}, "strict": False},
                    }
                ]
            },
        ),
        ({"tools": [], "tool_choice": "required"}, {"tool_choice": "required"}),
        (
            {"tool_choice": {"type": "function", "name": "f"}},
            {"tool_choice": {"type": "function", "function": {"name": "f"}}},
        ),
        (
            {
                "tool_choice": {
                    "type": "allowed_tools",
                    "mode": "auto",
                    "tools": [{"type": "function", "name": "f"}],
                }
            },
            {
                "tool_choice": {
                    "type": "allowed_tools",
                    "allowed_tools": {
                        "mode": "auto",
                        "tools": [{"type": "function", "function": {"name": "f"}}],
                    },
                }
            },
        ),
        ({"stream": True}, {"stream": True, "stream_options": {"include_usage": True}}),
        (
            {"stream": True, "stream_options": {"include_obfuscation": False}},
            {
                "stream": True,
                "stream_options": {"include_obfuscation": False, "include_usage": True},
            },
        ),
        ({"top_logprobs": 2}, {"top_logprobs": 2, "logprobs": True}),
        *(
            ({name: value}, {name: value})
            for name, value in (
                ("prompt_cache_retention", "24h"),
                ("prompt_cache_options", {"ttl": "30m"}),
                ("moderation", {"model": "m"}),
            )
        ),
    ],
)
def test_each_setting_has_its_place(change: Any, told: Any) -> None:
    """What chat has no word for, and the answer does not need, is left out."""
    asked = request({"model": "m", "input": "Hello.", **change})

    assert {k: v for k, v in asked.items() if k not in {"model", "messages"}} == told


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"type": "input_text", "text": "a"}, {"type": "text", "text": "a"}),
        ({"type": "output_text", "text": "a"}, {"type": "text", "text": "a"}),
        ({"type": "refusal", "refusal": "no"}, {"type": "refusal", "refusal": "no"}),
        (
            {"type": "input_image", "image_url": "data:,", "detail": "low"},
            {"type": "image_url", "image_url": {"url": "data:,", "detail": "low"}},
        ),
        (
            {"type": "input_file", "filename": "a", "file_data": "data:,"},
            {"type": "file", "file": {"filename": "a", "file_data": "data:,"}},
        ),
    ],
)
def test_each_part_has_its_like(part: Any, told: Any) -> None:
    """In a list of two, so that it stays one."""
    text = {"type": "input_text", "text": "b"}

    (message,) = messages({"role": "user", "content": [part, text]})

    assert message == {"role": "user", "content": [told, {"type": "text", "text": "b"}]}


def test_a_single_text_needs_no_list() -> None:
    """Older upstreams take no list from an assistant."""
    item = {
        "type": "message",
        "role": "developer",
        "content": [{"type": "input_text", "text": "a"}],
    }

    assert messages(item) == [{"role": "developer", "content": "a"}]


def test_a_turn_of_the_assistant_is_one_message() -> None:
    """Its thoughts apart, which chat does not take back."""
    other: Any = {**CALL, "call_id": "c2"}
    text = {"type": "input_text", "text": "19"}
    found = messages(
        {"role": "user", "content": "Weather?"},
        {"type": "reasoning", "id": "rs", "summary": []},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Let me see."}]},
        CALL,
        other,
        {"type": "function_call_output", "call_id": "c1", "output": "18"},
        {"type": "function_call_output", "call_id": "c2", "output": [text]},
    )

    assert found[1:] == [
        {
            "role": "assistant",
            "content": "Let me see.",
            "tool_calls": [TOLD, {**TOLD, "id": "c2"}],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "18"},
        {"role": "tool", "tool_call_id": "c2", "content": "19"},
    ]


def test_two_texts_of_one_turn_are_two_parts() -> None:
    """In their order."""
    said = [{"role": "assistant", "content": text} for text in ("a", "b")]

    (message,) = messages(*said)

    assert [part["text"] for part in message["content"]] == ["a", "b"]


def test_calls_alone_have_no_content() -> None:
    """As chat writes them."""
    assert messages(CALL) == [{"role": "assistant", "content": None, "tool_calls": [TOLD]}]


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"conversation": "conv"}, "conversation"),
        ({"background": True}, "background"),
        ({"tools": [{"type": "web_search"}]}, "tools"),
        ({"tool_choice": {"type": "file_search"}}, "tool_choice"),
        ({"input": [{"type": "item_reference", "id": "i"}]}, "input"),
        ({"input": [{"role": "user", "content": [{"type": "input_file"}]}]}, "input"),
    ],
)
def test_what_no_chat_can_do_is_refused(change: Any, param: str) -> None:
    """As the client's own matter, with the field's name."""
    with pytest.raises(RelayError) as caught:
        request({"model": "m", "input": "Hello.", **change})

    assert (caught.value.problem.status, caught.value.problem.param) == (400, param)
