"""Tools and formats of a request for a response: what they may be.

Rules of this file: this dialect writes them flat, chat nests them; both
directions of that difference stand here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import rules
from mock_upstream.reply import Failure

__all__ = ["CALLED", "check_format", "check_tools", "nested_choice", "nested_tools"]

CALLED = ("function", "custom")
"""Types of tools that the client runs; all others run at the provider."""
CHOICES = ("none", "auto", "required")
FORMATS = ("text", "json_object", "json_schema")


def check_tools(body: Mapping[str, JSON]) -> Failure | None:
    """The first thing wrong with ``tools`` or ``tool_choice``."""
    tools: Sequence[Mapping[str, JSON]] = body.get("tools") or ()
    wrong = rules.first(_tool(f"tools[{index}]", tool) for index, tool in enumerate(tools))
    return wrong or _choice(body.get("tool_choice"), tools)


def _tool(path: str, tool: Mapping[str, JSON]) -> Failure | None:
    """One tool has a type, and a name if the client runs it."""
    if tool.get("type") is None:
        return rules.missing(f"{path}.type")
    if tool["type"] in CALLED and not tool.get("name"):
        return rules.missing(f"{path}.name")
    return None


def _choice(choice: JSON, tools: Sequence[Mapping[str, JSON]]) -> Failure | None:
    """A word, or a tool that exists."""
    if isinstance(choice, str) and choice not in CHOICES:
        return rules.invalid_value("tool_choice", choice, CHOICES)
    if not isinstance(choice, Mapping) or choice.get("type") not in CALLED:
        return None
    names = [tool.get("name") for tool in tools]
    if choice.get("name") in names:
        return None
    message = f"Tool choice '{choice.get('name')}' not found in 'tools' parameter."
    return rules.bad("invalid_value", message, "tool_choice")


def check_format(body: Mapping[str, JSON]) -> Failure | None:
    """The format of the text is one of three; one by schema has a name and the schema."""
    form = (body.get("text") or {}).get("format")
    if form is None:
        return None
    if not isinstance(form, Mapping):
        return rules.wrong_type("text.format", "an object", form)
    if form.get("type") not in FORMATS:
        return rules.invalid_value("text.format.type", form.get("type"), FORMATS)
    if form["type"] != "json_schema":
        return None
    for key in ("name", "schema"):
        if not form.get(key):
            return rules.missing(f"text.format.{key}")
    return rules.mapping("text.format.schema", form["schema"])


def nested_tools(tools: Sequence[Mapping[str, JSON]]) -> list[JSON]:
    """The tools that a client runs, as chat writes them."""
    return [_nested(tool) for tool in tools if tool.get("type") in CALLED]


def nested_choice(choice: JSON) -> JSON:
    """The choice as chat writes it; one of a provider's tool leaves the model free."""
    if not isinstance(choice, Mapping):
        return choice
    if choice.get("type") == "allowed_tools":
        return {"type": "allowed_tools", "allowed_tools": dict(choice)}
    return _nested(choice) if choice.get("type") in CALLED else "auto"


def _nested(tool: Mapping[str, JSON]) -> dict[str, JSON]:
    """One flat object with all but its type under the type's name."""
    kind = tool["type"]
    return {"type": kind, kind: {key: value for key, value in tool.items() if key != "type"}}
