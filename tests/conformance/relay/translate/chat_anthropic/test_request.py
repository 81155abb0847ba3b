"""A request for a chat completion as the request for a message that asks the same."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.envelope import RelayError
from conformance.relay.translate.chat_anthropic.request import MAX_TOKENS, message_request

HELLO = [{"role": "user", "content": "Hello."}]
TURN = [{"role": "user", "content": [{"type": "text", "text": "Hello."}]}]
FUNCTION = {"name": "f", "parameters": {"type": "object"}}
TOOLS = [{"type": "function", "function": FUNCTION}]
TOOL = {"name": "f", "input_schema": {"type": "object"}}
RESULT = [
    *HELLO,
    {"role": "assistant", "tool_calls": [{"id": "a", "function": {"name": "f"}}]},
    {"role": "tool", "tool_call_id": "a", "content": "1"},
]
SCHEMA = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}}


def said(**fields: Any) -> dict[str, Any]:
    """Return what an upstream is told beside model, messages and the usual limit."""
    body = message_request({"model": "up", "messages": HELLO, **fields})
    usual = {"model": "up", "messages": TURN, "max_tokens": MAX_TOKENS}
    return {name: value for name, value in body.items() if usual.get(name) != value}


def test_smallest_request_gets_the_limit_that_the_dialect_wants() -> None:
    """Nothing else is said."""
    body = message_request({"model": "up", "messages": HELLO})

    assert body == {"model": "up", "messages": TURN, "max_tokens": MAX_TOKENS}


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ({"max_tokens": 7}, {"max_tokens": 7}),
        ({"max_completion_tokens": 9, "max_tokens": 7}, {"max_tokens": 9}),
        ({"stop": "a"}, {"stop_sequences": ["a"]}),
        ({"stop": ["a", " \n", "b"]}, {"stop_sequences": ["a", "b"]}),
        ({"stop": None}, {}),
        ({"temperature": 0}, {"temperature": 0}),
        ({"temperature": 1.7}, {"temperature": 1}),
        ({"top_p": 0.5}, {"top_p": 0.5}),
        ({"stream": True, "stream_options": {"include_usage": True}}, {"stream": True}),
        ({"user": "u"}, {"metadata": {"user_id": "u"}}),
        ({"tools": TOOLS}, {"tools": [TOOL]}),
        (
            {"tools": [{"type": "function", "function": {**FUNCTION, "strict": True}}]},
            {"tools": [{**TOOL, "strict": True}]},
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "g", "description": "d"}}]},
            {
                "tools": [
                    {
                        "name": "g",
                        "description": "d",
                        "input_schema": {"type": "object", "properties": {}},
                    }
                ]
            },
        ),
        ({"tool_choice": "auto"}, {}),
        ({"response_format": {"type": "text"}}, {}),
        (
            {"response_format": SCHEMA},
            {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}},
        ),
        ({"seed": 1, "logit_bias": {}, "presence_penalty": 1, "metadata": {}}, {}),
        ({"n": 1, "logprobs": False, "modalities": ["text"], "functions": None}, {}),
        ({"reasoning_effort": "none", "temperature": 0.5}, {"temperature": 0.5}),
    ],
)
def test_field_is_carried_over(asked: dict[str, Any], sent: dict[str, Any]) -> None:
    """Each under its other name, within the other bounds, or not at all."""
    assert said(**asked) == sent


@pytest.mark.parametrize(
    ("choice", "is_parallel", "sent"),
    [
        ("auto", None, {"type": "auto"}),
        ("required", None, {"type": "any"}),
        ("none", False, {"type": "none"}),
        (None, False, {"type": "auto", "disable_parallel_tool_use": True}),
        (
            {"type": "function", "function": {"name": "f"}},
            False,
            {"type": "tool", "name": "f", "disable_parallel_tool_use": True},
        ),
        (None, True, None),
    ],
)
def test_choice_of_tools_is_carried_over(choice: Any, is_parallel: Any, sent: Any) -> None:
    """One call at a time is a part of the choice there."""
    body = said(tools=TOOLS, tool_choice=choice, parallel_tool_calls=is_parallel)

    assert body.get("tool_choice") == sent


def test_effort_becomes_a_budget_on_top_of_the_limit() -> None:
    """Thoughts exclude a temperature of the client's own."""
    body = said(reasoning_effort="low", max_tokens=100, temperature=0.2, top_p=0.9)

    thinking = {"type": "enabled", "budget_tokens": 2048}
    assert body == {"max_tokens": 2148, "thinking": thinking}


@pytest.mark.parametrize(
    "fields", [{"tools": TOOLS, "tool_choice": "required"}, {"messages": RESULT}]
)
def test_no_thoughts_where_the_upstream_would_refuse_them(fields: dict[str, Any]) -> None:
    """A forced call, or the results of a turn whose thoughts are not at hand."""
    assert "thinking" not in said(reasoning_effort="high", **fields)


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"n": 2}, "n"),
        ({"logprobs": True}, "logprobs"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"functions": [FUNCTION]}, "functions"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"tools": TOOLS, "tool_choice": {"type": "allowed_tools"}}, "tool_choice"),
    ],
)
def test_what_cannot_be_carried_over_is_refused(fields: dict[str, Any], param: str) -> None:
    """An answer without it would not be the one asked for."""
    with pytest.raises(RelayError) as caught:
        said(**fields)

    assert caught.value.problem.param == param
    assert caught.value.problem.status == 400
