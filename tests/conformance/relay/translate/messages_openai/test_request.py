"""A request for a message as the request for a chat completion that asks the same."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.envelope import RelayError
from conformance.relay.translate.messages_openai.request import chat_request

HELLO = [{"role": "user", "content": "Hello."}]
TOOLS = [{"name": "f", "description": "d", "input_schema": {"type": "object"}}]
FUNCTION = {"name": "f", "description": "d", "parameters": {"type": "object"}}
SENT = [{"type": "function", "function": FUNCTION}]


def said(**fields: Any) -> dict[str, Any]:
    """Return what an upstream is told beside model, messages and limit."""
    body = chat_request({"model": "up", "max_tokens": 7, "messages": HELLO, **fields})
    usual = {"model": "up", "max_completion_tokens": 7, "messages": HELLO}
    return {name: value for name, value in body.items() if usual.get(name) != value}


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ({}, {}),
        ({"max_tokens": 9}, {"max_completion_tokens": 9}),
        ({"system": "s"}, {"messages": [{"role": "system", "content": "s"}, *HELLO]}),
        ({"stop_sequences": ["a"]}, {"stop": ["a"]}),
        ({"stop_sequences": []}, {}),
        ({"temperature": 0, "top_p": 0.5, "top_k": 3}, {"temperature": 0, "top_p": 0.5}),
        ({"stream": True}, {"stream": True, "stream_options": {"include_usage": True}}),
        ({"stream": False}, {"stream": False}),
        ({"tools": TOOLS}, {"tools": SENT}),
        ({"tool_choice": {"type": "any"}}, {}),
        ({"metadata": {"user_id": "u"}}, {"user": "u"}),
        ({"metadata": {}, "service_tier": "auto"}, {"service_tier": "auto"}),
        ({"service_tier": "standard_only"}, {"service_tier": "default"}),
        ({"thinking": {"type": "disabled"}}, {}),
        ({"thinking": {"type": "adaptive"}}, {"reasoning_effort": "medium"}),
        ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, {"reasoning_effort": "low"}),
        ({"thinking": {"type": "enabled", "budget_tokens": 9000}}, {"reasoning_effort": "medium"}),
        ({"thinking": {"type": "enabled", "budget_tokens": 32000}}, {"reasoning_effort": "high"}),
        (
            {"thinking": {"type": "adaptive"}, "output_config": {"effort": "max"}},
            {"reasoning_effort": "xhigh"},
        ),
        (
            {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}},
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {
                        "name": "answer",
                        "schema": {"type": "object"},
                        "strict": True,
                    },
                }
            },
        ),
    ],
)
def test_field_is_carried_over(asked: dict[str, Any], sent: dict[str, Any]) -> None:
    """Each under its other name, or not at all."""
    assert said(**asked) == sent


@pytest.mark.parametrize(
    ("choice", "sent"),
    [
        ({"type": "auto"}, {"tool_choice": "auto"}),
        ({"type": "any"}, {"tool_choice": "required"}),
        ({"type": "none"}, {"tool_choice": "none"}),
        (
            {"type": "tool", "name": "f"},
            {"tool_choice": {"type": "function", "function": {"name": "f"}}},
        ),
        (
            {"type": "auto", "disable_parallel_tool_use": True},
            {"tool_choice": "auto", "parallel_tool_calls": False},
        ),
    ],
)
def test_choice_of_tools_is_carried_over(choice: Any, sent: Any) -> None:
    """One call at a time is a field of its own there."""
    assert said(tools=TOOLS, tool_choice=choice) == {"tools": SENT, **sent}


def test_tool_that_its_provider_runs_is_refused() -> None:
    """An answer without it would not be the one asked for."""
    with pytest.raises(RelayError) as caught:
        said(tools=[{"type": "web_search_20250305", "name": "web_search"}])

    assert (caught.value.problem.status, caught.value.problem.param) == (400, "tools")
