"""What Gemini is asked for a chat request."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.envelope import RelayError
from conformance.relay.translate.chat_gemini.request import request

HELLO: Any = {"role": "user", "content": "Hello."}
CALL: Any = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}


def turns(*messages: Any) -> Any:
    """The contents of these messages."""
    return request({"model": "m", "messages": list(messages)}).get("contents")


def test_a_plain_question_has_nothing_else() -> None:
    """The model stands in the path, and the stream too."""
    asked = request({"model": "m", "stream": True, "messages": [HELLO], "user": "u"})

    assert asked == {"contents": [{"role": "user", "parts": [{"text": "Hello."}]}]}


def test_instructions_stand_apart() -> None:
    """Wherever they stood, and whatever they were called."""
    first: Any = {"role": "system", "content": "Be brief."}
    then: Any = {"role": "developer", "content": [{"type": "text", "text": "Be kind."}]}

    asked = request({"messages": [first, HELLO, then]})

    assert asked["systemInstruction"] == {"parts": [{"text": "Be brief."}, {"text": "Be kind."}]}
    assert len(asked["contents"]) == 1


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"type": "text", "text": "a"}, {"text": "a"}),
        ({"type": "refusal", "refusal": "no"}, {"text": "no"}),
        (
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,QUJD"}},
            {"inlineData": {"mimeType": "image/png", "data": "QUJD"}},
        ),
        (
            {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}},
            {"fileData": {"fileUri": "https://a.example/b.png"}},
        ),
        (
            {"type": "input_audio", "input_audio": {"format": "wav", "data": "QUJD"}},
            {"inlineData": {"mimeType": "audio/wav", "data": "QUJD"}},
        ),
        (
            {"type": "file", "file": {"file_data": "data:application/pdf;base64,QUJD"}},
            {"inlineData": {"mimeType": "application/pdf", "data": "QUJD"}},
        ),
    ],
    ids=["text", "refusal", "picture", "address", "audio", "file"],
)
def test_each_part_has_its_like(part: Any, told: Any) -> None:
    """Nothing is fetched."""
    assert turns({"role": "user", "content": [part]}) == [{"role": "user", "parts": [told]}]


def test_a_history_keeps_calls_results_and_signatures() -> None:
    """Results stand in one turn, each under the name of its function."""
    signed = {**CALL, "extra_content": {"google": {"thought_signature": "c2ln"}}}
    other: Any = {"id": "c2", "type": "function", "function": {"name": "g", "arguments": ""}}
    found = turns(
        HELLO,
        {"role": "assistant", "content": None, "tool_calls": [signed, other]},
        {"role": "tool", "tool_call_id": "c1", "content": '{"ok": true}'},
        {"role": "tool", "tool_call_id": "c2", "content": "18 degrees"},
    )

    ask, answer = found[1], found[2]
    assert ask == {
        "role": "model",
        "parts": [
            {
                "functionCall": {"id": "c1", "name": "f", "args": {"a": 1}},
                "thoughtSignature": "c2ln",
            },
            {"functionCall": {"id": "c2", "name": "g", "args": {}}},
        ],
    }
    assert answer == {
        "role": "user",
        "parts": [
            {"functionResponse": {"id": "c1", "name": "f", "response": {"ok": True}}},
            {"functionResponse": {"id": "c2", "name": "g", "response": {"output": "18 degrees"}}},
        ],
    }


def test_a_turn_without_a_word_is_no_turn() -> None:
    """Gemini refuses contents without parts."""
    assert len(turns(HELLO, {"role": "assistant", "content": ""}, HELLO)) == 2


def test_functions_are_declared_with_their_schemas() -> None:
    """As JSON Schema, letter by letter."""
    schema: Any = {"type": "object", "additionalProperties": False}
    tools: Any = [
        {"type": "function", "function": {"name": "f", "description": "d", "parameters": schema}},
        {"type": "function", "function": {"name": "g"}},
    ]

    asked = request({"messages": [HELLO], "tools": tools})

    declared = [
        {"name": "f", "description": "d", "parametersJsonSchema": schema},
        {"name": "g"},
    ]
    assert asked["tools"] == [{"functionDeclarations": declared}]


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"tools": [{"type": "custom", "custom": {"name": "f"}}]}, "tools"),
        ({"messages": [{"role": "user", "content": [{"type": "file", "file": {}}]}]}, "messages"),
    ],
    ids=["tool", "part"],
)
def test_what_has_no_word_is_refused(change: Any, param: str) -> None:
    """As the client's own matter."""
    with pytest.raises(RelayError) as caught:
        request({"messages": [HELLO], **change})

    assert (caught.value.problem.status, caught.value.problem.param) == (400, param)


@pytest.mark.parametrize("name", ["functions", "function_call", "audio", "web_search_options"])
def test_what_the_answer_is_wrong_without_is_refused(name: str) -> None:
    """It is not left out in silence."""
    with pytest.raises(RelayError, match=name):
        request({"model": "m", "messages": [], name: {"a": 1}})
