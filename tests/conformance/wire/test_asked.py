"""What a request asks for, in words that chat and Gemini share."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.wire.asked import UNREADABLE, facts

SCHEMA: Any = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
GOOGLE: Any = {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}, "required": ["city"]}
CHAT: Any = {
    "messages": [
        {"role": "developer", "content": "Be brief."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Like this?"},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,QUJD"}},
            ],
        },
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
            ],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "18"},
    ],
    "tools": [
        {"type": "function", "function": {"name": "f", "description": "d", "parameters": SCHEMA}}
    ],
    "tool_choice": "required",
    "temperature": 0,
    "max_completion_tokens": 5,
    "reasoning_effort": "low",
    "response_format": {"type": "json_schema", "json_schema": {"schema": SCHEMA}},
}
GEMINI: Any = {
    "contents": [
        {
            "role": "user",
            "parts": [
                {"text": "Like this?"},
                {"inline_data": {"mime_type": "image/png", "data": "QUJD"}},
            ],
        },
        {
            "role": "model",
            "parts": [
                {"text": "Hm.", "thought": True},
                {"functionCall": {"name": "f", "args": {"a": 1}}, "thoughtSignature": "c2ln"},
            ],
        },
        {
            "role": "user",
            "parts": [{"functionResponse": {"name": "f", "response": {"told": ["18", 7]}}}],
        },
    ],
    "system_instruction": {"parts": [{"text": "Be brief."}]},
    "tools": [{"function_declarations": [{"name": "f", "description": "d", "parameters": GOOGLE}]}],
    "toolConfig": {
        "functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["f"]},
    },
    "generationConfig": {
        "temperature": 0,
        "max_output_tokens": 5,
        "thinkingConfig": {"thinkingBudget": 1},
        "responseMimeType": "application/json",
        "responseSchema": GOOGLE,
    },
}
SHAPE: Any = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}


@pytest.mark.parametrize("body", [CHAT, GEMINI], ids=["chat", "gemini"])
def test_both_dialects_say_the_same(body: Any) -> None:
    """In camel case or in snake case, with types in either spelling."""
    found = facts(body)

    assert found["instruction"] == "Be brief."
    assert found["said"] == [["user", "Like this?"]]
    assert found["pictures"] == ["QUJD"]
    assert found["calls"] == [{"name": "f", "input": {"a": 1}}]
    assert found["tools"] == [{"name": "f", "description": "d", "parameters": SHAPE}]
    assert found["format"][1] == SHAPE
    assert found["thinks"] is True
    assert (found["settings"]["temperature"], found["settings"]["max_tokens"]) == (0, 5)


def test_results_have_the_names_of_their_functions() -> None:
    """Gemini holds any object, of which all texts are found."""
    assert facts(CHAT)["results"] == [{"name": "f", "text": ["18"]}]
    assert facts(GEMINI)["results"] == [{"name": "f", "text": ["18", "7"]}]


def test_each_has_a_choice_of_its_own() -> None:
    """As it writes it."""
    assert facts(CHAT)["choice"] == "required"
    assert facts(GEMINI)["choice"] == ["ANY", ["f"]]
    assert facts(GEMINI)["signatures"] == ["c2ln"]


def test_a_bare_request_asks_for_nothing_else() -> None:
    """No settings, no tools, no format."""
    bare = facts({"contents": [{"parts": [{"text": "a"}]}]})

    assert (bare["tools"], bare["choice"], bare["format"]) == ([], ["AUTO", []], [None, None])
    assert facts({"messages": [{"role": "user", "content": "a"}]})["format"] == [None, None]


def test_arguments_that_are_no_json_stay_text() -> None:
    """They are another rule's business."""
    call = {"id": "c", "function": {"name": "f", "arguments": "{"}}

    found = facts({"messages": [{"role": "assistant", "tool_calls": [call]}]})

    assert found["calls"] == [{"name": "f", "input": "{"}]


@pytest.mark.parametrize("body", [None, {}, {"messages": 7}, {"contents": [{}]}])
def test_what_is_no_request_is_told_so(body: Any) -> None:
    """By an error that the caller knows."""
    with pytest.raises(UNREADABLE):
        facts(body)
