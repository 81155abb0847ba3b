"""A request of Gemini asks what a chat request would."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.gemini.conversation import chat_body, field

HI: Any = {"role": "user", "parts": [{"text": "Hi."}]}
CALL: Any = {"functionCall": {"id": "c", "name": "f", "args": {"a": 1}}}
RESULT: Any = {"functionResponse": {"id": "c", "name": "f", "response": {"b": 2}}}


def ask(*contents: Any, **more: Any) -> Any:
    """The chat request of these turns."""
    return chat_body("m", {"contents": contents or (HI,), **more})


def test_turns_become_messages() -> None:
    """The instruction first; a picture is a part; a thought is not said."""
    picture = {"inlineData": {"mimeType": "image/png", "data": "AAAA"}}
    model = {"role": "model", "parts": [{"text": "hm", "thought": True}, {"text": "So."}, CALL]}

    body = ask(
        {"parts": [{"text": "Look."}, picture]},
        model,
        {"role": "user", "parts": [RESULT]},
        system_instruction={"parts": [{"text": "Be brief."}]},
    )

    system, user, assistant, tool = body["messages"]
    assert (system["role"], system["content"]) == ("system", "Be brief.")
    assert [part["type"] for part in user["content"]] == ["text", "image_url"]
    assert assistant["content"] == "So."
    assert assistant["tool_calls"][0]["function"] == {"name": "f", "arguments": '{"a":1}'}
    assert (tool["role"], tool["content"], tool["tool_call_id"]) == ("tool", '{"b":2}', "c")


def test_functions_become_tools_with_plain_schemas() -> None:
    """Upper-case types are Google's; a JSON Schema stays."""
    upper = {"type": "OBJECT", "properties": {"a": {"type": "STRING", "enum": ["X"]}}}
    rows = [{"name": "f", "parameters": upper}, {"name": "g", "parametersJsonSchema": {"a": 1}}]

    tools = ask(tools=[{"functionDeclarations": rows}, {"googleSearch": {}}])["tools"]

    schemas = [tool["function"]["parameters"] for tool in tools]
    assert schemas[0] == {"type": "object", "properties": {"a": {"type": "string", "enum": ["X"]}}}
    assert schemas[1] == {"a": 1}


@pytest.mark.parametrize(
    ("calling", "expected"),
    [
        ({"mode": "ANY"}, "required"),
        ({"mode": "NONE"}, "none"),
        ({"mode": "AUTO"}, None),
        ({}, None),
    ],
)
def test_a_mode_becomes_a_choice(calling: Any, expected: str | None) -> None:
    """AUTO is what happens anyway."""
    body = ask(toolConfig={"functionCallingConfig": calling})

    assert body.get("tool_choice") == expected


def test_allowed_names_narrow_the_choice() -> None:
    """As the list of allowed tools does in chat."""
    calling = {"mode": "ANY", "allowedFunctionNames": ["g"]}

    choice = ask(toolConfig={"functionCallingConfig": calling})["tool_choice"]

    assert choice["allowed_tools"]["tools"][0]["function"]["name"] == "g"


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"maxOutputTokens": 5, "candidateCount": 2}, {"max_tokens": 5, "n": 2}),
        ({"max_output_tokens": 5, "stopSequences": ["."]}, {"max_tokens": 5, "stop": ["."]}),
        ({"responseMimeType": "application/json"}, {"response_format": {"type": "json_object"}}),
        ({"thinkingConfig": {"includeThoughts": True}}, {"reasoning_effort": "low"}),
        ({"temperature": 0}, {"temperature": 0}),
    ],
)
def test_a_generation_config_becomes_fields(config: Any, expected: Any) -> None:
    """Each under the name that chat has for it."""
    body = ask(generationConfig=config)

    assert {key: body[key] for key in expected} == expected


def test_a_schema_of_the_answer_is_kept() -> None:
    """With plain types."""
    config = {"responseMimeType": "application/json", "responseSchema": {"type": "STRING"}}

    form = ask(generationConfig=config)["response_format"]

    assert form["json_schema"]["schema"] == {"type": "string"}


def test_a_field_has_two_spellings() -> None:
    """And nothing has none."""
    assert field({"a_b": 1}, "aB") == field({"aB": 1}, "aB") == 1
    assert field(None, "aB") is None
