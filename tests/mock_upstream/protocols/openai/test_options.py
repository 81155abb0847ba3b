"""Tools and formats are checked before a model sees them."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.openai.options import check_options, tool_name

F = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
C = {"type": "custom", "custom": {"name": "c"}}


def schema(value: object) -> dict[str, Any]:
    """A format by schema."""
    return {"response_format": {"type": "json_schema", "json_schema": value}}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"tools": [F, C], "tool_choice": "auto"},
        {"tools": [F], "tool_choice": {"type": "function", "function": {"name": "f"}}},
        {"tools": [C], "tool_choice": {"type": "custom", "custom": {"name": "c"}}},
        {"tools": [F], "tool_choice": {"type": "allowed_tools", "allowed_tools": {}}},
        {"tools": [{"type": "function", "function": {"name": "f"}}]},
        {"tool_choice": "none"},
        {"response_format": {"type": "text"}},
        {"response_format": {"type": "json_object"}},
        schema({"name": "a"}),
        schema({"name": "a", "schema": {"type": "object"}}),
        {"stream": True, "stream_options": {}},
        {"logprobs": True, "top_logprobs": 3},
        {"modalities": ["text", "audio"], "audio": {"voice": "ash", "format": "wav"}},
        {"modalities": ["text"]},
    ],
    ids=str,
)
def test_good_options_pass(body: dict[str, Any]) -> None:
    """The word JSON stands in the messages here."""
    assert check_options(body, "answer in JSON") is None


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ({"tools": F}, "invalid_type", "tools"),
        ({"modalities": ["audio"]}, "missing_required_parameter", "audio"),
        (
            {"modalities": ["audio"], "audio": {"voice": "ash"}},
            "missing_required_parameter",
            "audio.format",
        ),
        (
            {"modalities": ["audio"], "audio": {"voice": "ash", "format": "midi"}},
            "invalid_value",
            "audio.format",
        ),
        ({"tools": ["f"]}, "invalid_type", "tools[0]"),
        ({"tools": [{}]}, "missing_required_parameter", "tools[0].type"),
        ({"tools": [{"type": "x"}]}, "invalid_value", "tools[0].type"),
        ({"tools": [{"type": "function"}]}, "missing_required_parameter", "tools[0].function"),
        ({"tools": [{"type": "function", "function": 1}]}, "invalid_type", "tools[0].function"),
        (
            {"tools": [{"type": "function", "function": {}}]},
            "missing_required_parameter",
            "tools[0].function.name",
        ),
        (
            {"tools": [{"type": "function", "function": {"name": 1}}]},
            "invalid_type",
            "tools[0].function.name",
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "a b"}}]},
            "invalid_value",
            "tools[0].function.name",
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "a", "parameters": 1}}]},
            "invalid_type",
            "tools[0].function.parameters",
        ),
        (
            {
                "tools": [
                    {"type": "function", "function": {"name": "a", "parameters": {"type": "x"}}}
                ]
            },
            "invalid_function_parameters",
            "tools[0].function.parameters",
        ),
        ({"tools": [F], "tool_choice": "some"}, "invalid_value", "tool_choice"),
        ({"tool_choice": "auto"}, None, "tool_choice"),
        ({"tools": [F], "tool_choice": 1}, "invalid_type", "tool_choice"),
        (
            {"tools": [F], "tool_choice": {"type": "function", "function": {"name": "g"}}},
            "invalid_value",
            "tool_choice",
        ),
        (
            {"tools": [F], "tool_choice": {"type": "allowed_tools"}},
            "invalid_type",
            "tool_choice.allowed_tools",
        ),
        ({"response_format": "json"}, "invalid_type", "response_format"),
        ({"response_format": {}}, "missing_required_parameter", "response_format.type"),
        ({"response_format": {"type": "xml"}}, "invalid_value", "response_format.type"),
        (
            {"response_format": {"type": "json_schema"}},
            "missing_required_parameter",
            "response_format.json_schema",
        ),
        (schema({}), "missing_required_parameter", "response_format.json_schema.name"),
        (
            schema({"name": "a", "schema": []}),
            "invalid_type",
            "response_format.json_schema.schema",
        ),
        ({"stream_options": {}}, None, "stream_options"),
        ({"top_logprobs": 1}, None, "top_logprobs"),
    ],
    ids=lambda value: str(value)[:70],
)
def test_bad_options_are_told(body: dict[str, Any], code: str | None, param: str) -> None:
    """The param leads to the field at fault."""
    found = check_options(body, "answer in JSON")

    assert found is not None
    error = found.body["error"]
    assert (found.status, error["code"], error["param"]) == (400, code, param)


def test_a_json_object_needs_the_word() -> None:
    """The messages have to say JSON, in any case."""
    found = check_options({"response_format": {"type": "json_object"}}, "answer")

    assert found is not None
    assert found.name == "json_word_missing"


def test_a_tool_has_its_name_under_its_type() -> None:
    """For both types."""
    assert (tool_name(F), tool_name(C)) == ("f", "c")
