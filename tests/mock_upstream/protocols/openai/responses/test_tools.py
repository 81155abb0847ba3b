"""Tools of a request for a response, flat and nested."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.openai.responses import tools

FLAT: Any = {"type": "function", "name": "f", "parameters": {}}
NESTED: Any = {"type": "function", "function": {"name": "f", "parameters": {}}}


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, None),
        ({"tools": [FLAT], "tool_choice": {"type": "function", "name": "f"}}, None),
        ({"tools": [{"type": "web_search"}], "tool_choice": {"type": "web_search"}}, None),
        ({"tools": [{}]}, "tools[0].type"),
        ({"tools": [{"type": "custom"}]}, "tools[0].name"),
        ({"tool_choice": "maybe"}, "tool_choice"),
        ({"tools": [FLAT], "tool_choice": {"type": "function", "name": "g"}}, "tool_choice"),
    ],
)
def test_tools_and_the_choice_among_them(body: Any, param: str | None) -> None:
    """Each tool has a type, those of the client a name, and a named choice exists."""
    found = tools.check_tools(body)

    assert (found and found.body["error"]["param"]) == param


@pytest.mark.parametrize(
    ("form", "param"),
    [
        (None, None),
        ({"type": "text"}, None),
        ({"type": "json_schema", "name": "n", "schema": {"type": "object"}}, None),
        ("text", "text.format"),
        ({"type": "yaml"}, "text.format.type"),
        ({"type": "json_schema", "schema": {"type": "object"}}, "text.format.name"),
        ({"type": "json_schema", "name": "n", "schema": [1]}, "text.format.schema"),
    ],
)
def test_formats(form: Any, param: str | None) -> None:
    """One of three; one by schema has a name and an object."""
    found = tools.check_format({"text": {"format": form}})

    assert (found and found.body["error"]["param"]) == param


def test_what_the_client_runs_is_nested_for_chat() -> None:
    """Tools of the provider are left out."""
    assert tools.nested_tools([FLAT, {"type": "web_search"}]) == [NESTED]


@pytest.mark.parametrize(
    ("choice", "nested"),
    [
        ("required", "required"),
        ({"type": "function", "name": "f"}, {"type": "function", "function": {"name": "f"}}),
        ({"type": "web_search"}, "auto"),
    ],
)
def test_choices_are_nested_for_chat(choice: Any, nested: Any) -> None:
    """A choice of the provider's tool leaves the model free."""
    assert tools.nested_choice(choice) == nested


def test_allowed_tools_keep_their_mode() -> None:
    """The flat list stands under its type."""
    choice = {"type": "allowed_tools", "mode": "auto", "tools": []}

    assert tools.nested_choice(choice)["allowed_tools"]["mode"] == "auto"
