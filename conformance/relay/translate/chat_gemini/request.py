"""A chat request in the words of Gemini.

Rules of this file: bodies in and bodies out. What Gemini has no word for is left
out, unless the answer would be to another question; then it is refused. Nothing
is fetched: a picture that is named by its address goes on by its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.envelope import Reason, refusal
from conformance.relay.translate.chat_gemini.words import (
    choice_config,
    generation_config,
    signature_of,
)
from conformance.relay.translate.translation import Body

__all__ = ["request"]

_DATA = re.compile(r"data:([^;,]+);base64,(.*)", re.DOTALL)
_INSTRUCTION = ("system", "developer")
_DECLARED = {"name": "name", "description": "description", "parameters": "parametersJsonSchema"}
_REFUSED = ("functions", "function_call", "audio", "web_search_options")
"""What an answer is wrong without, and this translation has no word for."""


def request(body: Body) -> Body:
    """Return the body that asks the same. Raises RelayError for what cannot be asked."""
    for name in _REFUSED:
        if body.get(name):
            message = f"{name!r} is not supported by the upstream of this model."
            raise refusal(Reason.UNSUPPORTED, message, param=name)
    messages: list[Body] = body["messages"]
    instruction = [part for one in messages if one["role"] in _INSTRUCTION for part in _parts(one)]
    asked: Body = {
        "contents": list(_contents(messages)),
        "systemInstruction": {"parts": instruction} if instruction else None,
        "tools": _tools(body.get("tools") or ()),
        "toolConfig": choice_config(body.get("tool_choice")),
        "generationConfig": generation_config(body),
    }
    return {name: value for name, value in asked.items() if value}


def _contents(messages: list[Body]) -> Iterator[Body]:
    """The turns; results that stand together are one turn, as Gemini wants them."""
    names = {call["id"]: call["function"]["name"] for one in messages for call in _calls(one)}
    spoken = [one for one in messages if one["role"] not in _INSTRUCTION]
    for role, group in groupby(spoken, key=lambda one: one["role"]):
        if role == "tool":
            yield {"role": "user", "parts": [_result(one, names) for one in group]}
            continue
        for one in group:
            who = "model" if role == "assistant" else "user"
            parts = [*_parts(one), *map(_call, _calls(one))]
            if parts:
                yield {"role": who, "parts": parts}


def _parts(message: Body) -> list[Body]:
    """What a message says."""
    content = message.get("content") or ()
    return [{"text": content}] if isinstance(content, str) else list(map(_part, content))


def _part(part: Body) -> Body:
    match part:
        case {"type": "text", "text": text} | {"type": "refusal", "refusal": text}:
            return {"text": text}
        case {"type": "image_url", "image_url": {"url": url}}:
            return _data(url)
        case {"type": "file", "file": {"file_data": url}}:
            return _data(url)
        case {"type": "input_audio", "input_audio": {"format": format_, "data": data}}:
            return {"inlineData": {"mimeType": f"audio/{format_}", "data": data}}
    kind = str(part["type"])[:100]
    raise refusal(
        Reason.UNSUPPORTED,
        f"A part of type {kind!r} cannot be sent to this model.",
        param="messages",
    )


def _data(url: str) -> Body:
    """Return the part of a data URL; what has another address goes on by it."""
    match = _DATA.fullmatch(url)
    if match is None:
        return {"fileData": {"fileUri": url}}
    return {"inlineData": {"mimeType": match[1], "data": match[2]}}


def _calls(message: Body) -> list[Body]:
    return message.get("tool_calls") or []


def _call(call: Body) -> Body:
    """A call of an earlier turn, with the signature that came with it."""
    function = call["function"]
    held = {"id": call["id"], "name": function["name"], "args": _args(function["arguments"])}
    signature = signature_of(call)
    return {"functionCall": held} | ({"thoughtSignature": signature} if signature else {})


def _args(arguments: str) -> JSON:
    return jsontext.decode(arguments) if arguments.strip() else {}


def _result(message: Body, names: Mapping[JSON, JSON]) -> Body:
    """A result, under the name of the function that was called; an object is taken as it is."""
    id_ = message["tool_call_id"]
    text = "".join(part["text"] for part in _parts(message))
    try:
        value = jsontext.decode(text)
    except ValueError:
        value = None
    told = value if isinstance(value, dict) else {"output": text}
    return {"functionResponse": {"id": id_, "name": names.get(id_, ""), "response": told}}


def _tools(tools: Iterable[Body]) -> list[Body]:
    """The functions that may be called, their schemas as they are."""
    declared = []
    for tool in tools:
        if tool["type"] != "function":
            raise refusal(
                Reason.UNSUPPORTED,
                "Only tools of type 'function' can be sent to this model.",
                param="tools",
            )
        function: Body = tool["function"]
        row = {there: function.get(name) for name, there in _DECLARED.items()}
        declared.append({name: value for name, value in row.items() if value is not None})
    return [{"functionDeclarations": declared}] if declared else []
