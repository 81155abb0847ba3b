"""What a request asks for, in words that chat and Gemini share.

Rules of this file: pure, and no body makes anything here raise beyond what reading a
body of the wrong shape does (``UNREADABLE``). Gemini takes its names in camel case and
in snake case; schemas are compared by what they ask for, not by how they write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from conformance.wire import jsontext

if TYPE_CHECKING:
    from conformance.model import JSON

__all__ = ["UNREADABLE", "facts"]

Row = Mapping[str, "JSON"]
Facts = dict[str, "JSON"]

UNREADABLE = (AttributeError, LookupError, TypeError)
"""What a body whose members have the wrong types raises."""

_HUMP = re.compile(r"(?<!^)([A-Z])")
_DATA = re.compile(r"data:[^;,]*;base64,")
_RULES = ("system", "developer")
_SETTINGS = {
    "temperature": "temperature",
    "top_p": "topP",
    "stop": "stopSequences",
    "seed": "seed",
    "n": "candidateCount",
    "max_tokens": "maxOutputTokens",
    "presence_penalty": "presencePenalty",
}
"""Chat's name of a setting -> Gemini's."""


def facts(body: Row) -> Facts:
    """What a body asks for, of whichever dialect it is. Raises one of ``UNREADABLE``."""
    return dict(_of_gemini(body) if "contents" in body else _of_chat(body))


def _of_gemini(body: Row) -> Iterator[tuple[str, JSON]]:
    parts = [part for turn in body["contents"] for part in turn["parts"]]
    config = _in(body, "generationConfig") or {}
    yield "instruction", _texts((_in(body, "systemInstruction") or {}).get("parts") or ())
    yield "said", [_said(turn) for turn in body["contents"] if _texts(turn["parts"])]
    yield "pictures", [_in(part, "inlineData")["data"] for part in parts if _in(part, "inlineData")]
    calls = [(part, call) for part in parts if (call := _in(part, "functionCall"))]
    yield "calls", [{"name": call["name"], "input": call.get("args") or {}} for _, call in calls]
    yield "signatures", [_in(part, "thoughtSignature") for part, _ in calls]
    results = [one for part in parts if (one := _in(part, "functionResponse"))]
    yield "results", [{"name": one["name"], "text": _strings(one["response"])} for one in results]
    rows = [
        row for one in body.get("tools") or () for row in _in(one, "functionDeclarations") or ()
    ]
    yield "tools", [_tool(row, _in(row, "parametersJsonSchema")) for row in rows]
    calling = _in(_in(body, "toolConfig") or {}, "functionCallingConfig") or {}
    yield "choice", [calling.get("mode") or "AUTO", _in(calling, "allowedFunctionNames") or []]
    schema = _in(config, "responseJsonSchema") or _in(config, "responseSchema")
    yield "format", [_in(config, "responseMimeType"), _shape(schema)]
    yield "thinks", bool(_in(config, "thinkingConfig"))
    yield "settings", {name: _in(config, there) for name, there in _SETTINGS.items()}


def _of_chat(body: Row) -> Iterator[tuple[str, JSON]]:
    messages = body["messages"]
    rules = [one for one in messages if one["role"] in _RULES]
    calls = [call for one in messages for call in one.get("tool_calls") or ()]
    names = {call["id"]: call["function"]["name"] for call in calls}
    results = [one for one in messages if one["role"] == "tool"]
    spoken = [one for one in messages if one["role"] in {"user", "assistant"} and _words(one)]
    yield "instruction", "".join(map(_words, rules))
    yield "said", [[one["role"], _words(one)] for one in spoken]
    yield "pictures", [_DATA.sub("", url) for one in messages for url in _pictures(one)]
    yield "calls", [_call(call["function"]) for call in calls]
    yield (
        "results",
        [{"name": names.get(one["tool_call_id"]), "text": [_words(one)]} for one in results],
    )
    yield "tools", [_tool(one["function"]) for one in body.get("tools") or ()]
    yield "choice", body.get("tool_choice") or "auto"
    wanted = body.get("response_format") or {}
    yield "format", [wanted.get("type"), _shape((wanted.get("json_schema") or {}).get("schema"))]
    yield "thinks", bool(body.get("reasoning_effort"))
    settings = {name: body.get(name) for name in _SETTINGS}
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    yield "settings", settings | {"max_tokens": most}


def _in(row: Row, name: str) -> JSON:
    """The value of one of Gemini's names, in either spelling."""
    return row.get(name, row.get(_HUMP.sub(r"_\1", name).lower()))


def _texts(parts: JSON) -> str:
    return "".join(part["text"] for part in parts if "text" in part and not part.get("thought"))


def _said(turn: Row) -> list[str]:
    role = "assistant" if turn.get("role") == "model" else "user"
    return [role, _texts(turn["parts"])]


def _words(message: Row) -> str:
    """The text of a chat message, in one piece or in parts."""
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "".join(part["text"] for part in content if part["type"] == "text")


def _pictures(message: Row) -> Iterator[str]:
    content = message.get("content")
    for part in content if isinstance(content, list) else ():
        if part["type"] == "image_url":
            yield part["image_url"]["url"]


def _call(function: Row) -> JSON:
    try:
        value = jsontext.loads(function["arguments"] or "{}")
    except jsontext.JsonTextError:
        value = function["arguments"]
    return {"name": function["name"], "input": value}


def _tool(function: Row, schema: JSON = None) -> JSON:
    described = {"name": function["name"], "description": function.get("description")}
    return {**described, "parameters": _shape(schema or function.get("parameters"))}


def _shape(schema: JSON) -> JSON:
    """Types, properties and what is required: the rest is written in many ways."""
    if not isinstance(schema, Mapping):
        return None
    inner = {name: _shape(one) for name, one in (schema.get("properties") or {}).items()}
    found: dict[str, JSON] = {"type": str(schema.get("type")).lower()}
    found |= {"properties": inner} if inner else {}
    return found | ({"required": sorted(schema["required"])} if schema.get("required") else {})


def _strings(value: JSON) -> list[str]:
    """Every text inside a value, and the text of every number."""
    found: list[str] = []
    _walk(value, found.append)
    return found


def _walk(value: JSON, keep: Callable[[str], None]) -> None:
    if isinstance(value, Mapping):
        for one in value.values():
            _walk(one, keep)
    elif isinstance(value, list):
        for one in value:
            _walk(one, keep)
    else:
        keep(value if isinstance(value, str) else str(value))
