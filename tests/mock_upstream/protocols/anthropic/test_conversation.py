"""Requests for messages as chat asks the same."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.anthropic.conversation import chat_body

TOOL: Any = {"name": "f", "description": "d", "input_schema": {"type": "object"}}
ASKED: Any = {"model": "m", "max_tokens": 8, "messages": [{"role": "user", "content": "hi"}]}


def test_plain_fields_are_carried_over() -> None:
    """What says nothing is left out."""
    assert chat_body(ASKED) == {
        "model": "m",
        "messages": [{"role": "user", "content": "hi"}],
        "max_tokens": 8,
    }
    assert chat_body(ASKED | {"stop_sequences": ["x"], "system": "s"})["messages"][0] == {
        "role": "system",
        "content": "s",
    }
    assert chat_body(ASKED | {"thinking": {"type": "adaptive"}})["reasoning_effort"] == "low"


def test_blocks_become_parts_and_messages() -> None:
    """Results of tools come before the words beside them; what chat lacks is left out."""
    content = [
        {"type": "thinking", "thinking": "hm", "signature": "s"},
        {"type": "redacted_thinking", "data": "d"},
        {"type": "text", "text": "a"},
        {"type": "image", "source": {"type": "url", "url": "https://e/a.png"}},
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "x"}},
        {"type": "document", "source": {}},
        {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}},
    ]
    results = [
        {"type": "text", "text": "and"},
        {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "r"}]},
        {"type": "tool_result", "tool_use_id": "u"},
    ]
    messages = [{"role": "assistant", "content": content}, {"role": "user", "content": results}]

    said, first, second, rest = chat_body(ASKED | {"messages": messages})["messages"]

    assert [part["type"] for part in said["content"]] == [
        "text",
        "text",
        "image_url",
        "image_url",
        "file",
    ]
    assert said["tool_calls"][0]["function"] == {"name": "f", "arguments": '{"a":1}'}
    assert first["content"] == [{"type": "text", "text": "r"}]
    assert (second["tool_call_id"], second["content"]) == ("u", "")
    assert rest["content"] == [{"type": "text", "text": "and"}]


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (None, None),
        ({"type": "auto"}, "auto"),
        ({"type": "any"}, "required"),
        ({"type": "none"}, "none"),
        ({"type": "tool", "name": "f"}, {"type": "function", "function": {"name": "f"}}),
    ],
)
def test_a_choice_is_told_as_chat_does(choice: Any, told: Any) -> None:
    """Beside the tools that the client runs."""
    body = chat_body(ASKED | {"tools": [TOOL, {"type": "web_search"}], "tool_choice": choice})

    assert body.get("tool_choice") == told
    assert body["tools"] == [
        {
            "type": "function",
            "function": {"name": "f", "parameters": {"type": "object"}, "description": "d"},
        }
    ]
