"""A request of Gemini as a chat request, from which what is said is drawn.

Rules of this file: meaning only; the request has been checked. Names are taken
in camel case and in snake case, as Google takes both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mock_upstream import jsontext
from mock_upstream.jsontext import JSON

__all__ = ["chat_body", "field"]

Row = Mapping[str, JSON]

_HUMP = re.compile(r"(?<!^)([A-Z])")

_SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "candidateCount": "n",
        "maxOutputTokens": "max_tokens",
        "stopSequences": "stop",
        "seed": "seed",
        "temperature": "temperature",
        "topP": "top_p",
    }
)
"""What a generation config and a chat request have in common."""


def field(row: JSON, name: str) -> JSON:
    """The value of ``name`` in either spelling; None when it is absent."""
    if not isinstance(row, Mapping):
        return None
    return row.get(name, row.get(_HUMP.sub(r"_\1", name).lower()))


def chat_body(model: str, body: Row) -> dict[str, JSON]:
    """The body of the chat request that asks the same."""
    config = field(body, "generationConfig") or {}
    asked: dict[str, JSON] = {
        "model": model,
        "messages": list(_messages(body)),
        "tools": list(_tools(body)),
        "tool_choice": _choice(body),
        "response_format": _format(config),
        "reasoning_effort": _effort(field(config, "thinkingConfig")),
        **{to: field(config, name) for name, to in _SETTINGS.items()},
    }
    return {name: value for name, value in asked.items() if value not in (None, [])}


def _messages(body: Row) -> Iterator[Row]:
    """The conversation, the instruction first."""
    instruction = field(body, "systemInstruction")
    if instruction:
        yield {"role": "system", "content": _text(instruction.get("parts") or ())}
    for content in body["contents"]:
        yield from _message(content.get("role") or "user", content.get("parts") or ())


def _message(role: str, parts: JSON) -> Iterator[Row]:
    """One turn: its results of tools, then what it says."""
    results = [one for part in parts if (one := field(part, "functionResponse"))]
    for result in results:
        written = jsontext.dumps(result.get("response")).decode()
        yield {"role": "tool", "tool_call_id": result.get("id", ""), "content": written}
    if role == "model":
        calls = [one for part in parts if (one := field(part, "functionCall"))]
        yield {"role": "assistant", "content": _text(parts), "tool_calls": list(map(_call, calls))}
    elif not results:
        yield {"role": "user", "content": list(map(_part, parts))}


def _call(call: Row) -> Row:
    """A call of an earlier turn."""
    written = jsontext.dumps(call.get("args") or {}).decode()
    function = {"name": call.get("name"), "arguments": written}
    return {"id": call.get("id", ""), "type": "function", "function": function}


def _part(part: Row) -> Row:
    """One part of what the user says; what is no text counts as a picture."""
    if "text" in part:
        return {"type": "text", "text": part["text"]}
    return {"type": "image_url", "image_url": {"url": "data:,"}}


def _text(parts: JSON) -> str:
    """The words of a turn, thoughts apart."""
    return "".join(part["text"] for part in parts if "text" in part and not part.get("thought"))


def _tools(body: Row) -> Iterator[Row]:
    """The functions declared, with plain JSON Schemas."""
    for tool in body.get("tools") or ():
        for row in field(tool, "functionDeclarations") or ():
            schema = field(row, "parametersJsonSchema") or _plain(row.get("parameters"))
            yield {"type": "function", "function": {"name": row["name"], "parameters": schema}}


def _plain(schema: JSON) -> JSON:
    """A schema whose types are written as JSON Schema writes them."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    types = {"type": str(schema["type"]).lower()} if isinstance(schema.get("type"), str) else {}
    return {key: _plain(value) for key, value in schema.items()} | types


def _choice(body: Row) -> JSON:
    """Whether a function may, must or must not be called."""
    calling = field(field(body, "toolConfig"), "functionCallingConfig")
    mode, names = field(calling, "mode"), field(calling, "allowedFunctionNames")
    if mode == "ANY" and names:
        allowed = [{"type": "function", "function": {"name": name}} for name in names]
        rule = {"mode": "required", "tools": allowed}
        return {"type": "allowed_tools", "allowed_tools": rule}
    return {"ANY": "required", "NONE": "none"}.get(str(mode))


def _format(config: JSON) -> JSON:
    """The format of the answer, where one is wanted."""
    schema = field(config, "responseJsonSchema") or _plain(field(config, "responseSchema"))
    if schema:
        return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    is_json = field(config, "responseMimeType") == "application/json"
    return {"type": "json_object"} if is_json else None


def _effort(thinking: JSON) -> str | None:
    """How hard to think, when thoughts are to be shown."""
    return "low" if field(thinking, "includeThoughts") is True else None
