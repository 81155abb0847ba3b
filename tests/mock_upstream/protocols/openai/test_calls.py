"""What is called follows from the choice, the tools and the words of the user."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mock_upstream.protocols.openai.calls import tool_calls
from mock_upstream.protocols.openai.request import ChatRequest

PARAMETERS = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "unit": {"enum": ["c", "f"]}},
    "required": ["city", "unit"],
}


def function(name: str, **more: Any) -> dict[str, Any]:
    """A function tool."""
    return {"type": "function", "function": {"name": name, **more}}


TIME = function("get_time")
WEATHER = function("get_weather", parameters=PARAMETERS)
TOOLS = [TIME, WEATHER]

Ask = Callable[..., ChatRequest]


def called(request: ChatRequest) -> list[tuple[str, Any]]:
    """Name and arguments of each call."""
    calls = tool_calls(request, seed=1, locale="en_US")
    assert len({call.id for call in calls}) == len(calls)
    return [(call.name, json.loads(call.arguments)) for call in calls]


def names(request: ChatRequest) -> list[str]:
    """The names called."""
    return [name for name, _ in called(request)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Say hello", []),
        ("How is the weather?", ["get_weather"]),
        ("北京天气怎么样", ["get_weather"]),
        ("Use get_time now", ["get_time"]),
        ("please get time", ["get_time"]),
        ("Call get_time and get_weather", ["get_time", "get_weather"]),
        ("The weather in three cities", ["get_weather"] * 3),
        ("Call get_time 4 times", ["get_time"] * 4),
        ("Call get_time 99 times", ["get_time"] * 16),
    ],
)
def test_auto_follows_the_words(ask: Ask, text: str, expected: list[str]) -> None:
    """The weather in many languages, names of tools, and numbers."""
    assert names(ask(text, tools=TOOLS)) == expected


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("The weather in Paris?", ["Paris"]),
        ("The weather in Paris and Tokyo?", ["Paris", "Tokyo"]),
        ("What is the weather in New York, Lima, and Rome today?", ["New York", "Lima", "Rome"]),
        ("北京和东京的天气", ["北京", "东京"]),
    ],
)
def test_each_city_is_a_call(ask: Ask, text: str, cities: list[str]) -> None:
    """Its name is the argument, and the arguments are valid."""
    calls = called(ask(text, tools=TOOLS))

    assert [arguments["city"] for _, arguments in calls] == cities
    for _, arguments in calls:
        Draft202012Validator(PARAMETERS).validate(arguments)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("none", []),
        ("required", ["get_time"]),
        ({"type": "function", "function": {"name": "get_weather"}}, ["get_weather"]),
        (
            {
                "type": "allowed_tools",
                "allowed_tools": {"mode": "required", "tools": [WEATHER]},
            },
            ["get_weather"],
        ),
        (
            {
                "type": "allowed_tools",
                "allowed_tools": {
                    "mode": "auto",
                    "tools": [{"type": "function", "name": "get_time"}],
                },
            },
            [],
        ),
        ({"type": "allowed_tools", "allowed_tools": {"mode": "required"}}, ["get_time"]),
    ],
    ids=str,
)
def test_the_choice_decides(ask: Ask, choice: Any, expected: list[str]) -> None:
    """Over the words of the user."""
    assert names(ask("Say hello", tools=TOOLS, tool_choice=choice)) == expected


def test_required_prefers_what_fits(ask: Ask) -> None:
    """The tool about the weather, when that is asked for."""
    assert names(ask("weather", tools=TOOLS, tool_choice="required")) == ["get_weather"]


def test_one_call_when_not_parallel(ask: Ask) -> None:
    """Neither two cities, nor two tools, nor a number make more."""
    for text in ("weather in Paris and Rome", "get_time, get_weather", "weather in two cities"):
        assert len(called(ask(text, tools=TOOLS, parallel_tool_calls=False))) == 1


def test_no_tools_no_calls(ask: Ask) -> None:
    """Whatever is asked."""
    assert called(ask("weather in Paris")) == []


def test_the_result_of_a_tool_is_answered_in_words(ask: Ask) -> None:
    """Auto calls again only when the user speaks again."""
    call = {"id": "c", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
    messages = [
        {"role": "user", "content": "weather in Paris"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": "sunny"},
    ]

    assert called(ask(messages=messages, tools=TOOLS)) == []
    assert len(called(ask(messages=messages, tools=TOOLS, tool_choice="required"))) == 1


def test_a_custom_tool_gets_text(ask: Ask) -> None:
    """Its input is no JSON."""
    tool = {"type": "custom", "custom": {"name": "note"}}

    (call,) = tool_calls(ask("note", tools=[tool]), seed=1, locale="en_US")

    assert (call.name, len(call.arguments.split())) == ("note", 5)
