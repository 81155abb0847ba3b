"""A request for a response in the words of chat.

Rules of this file: bodies in and bodies out. What a chat endpoint cannot do, such
as keeping a conversation or running a tool of its own, is refused; what only
serves accounts, records and caches goes on where there is a word for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import groupby

from conformance.model import JSON
from conformance.relay.envelope import Reason, refusal
from conformance.relay.translate.translation import Body

__all__ = ["request"]

_SAME = (
    "model",
    "temperature",
    "top_p",
    "parallel_tool_calls",
    "user",
    "metadata",
    "service_tier",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "prompt_cache_options",
    "moderation",
    "top_logprobs",
    "stream",
)
_IMPOSSIBLE = ("previous_response_id", "conversation", "background", "prompt")
_SILENT = ("reasoning",)
"""Items that chat has no message for: thoughts are the model's own."""
_FILE = ("filename", "file_data", "file_id")
_FUNCTION = ("name", "description", "parameters", "strict")


def request(body: Body) -> Body:
    """Return the chat request that asks the same. Raises RelayError for what none can."""
    for name in _IMPOSSIBLE:
        if body.get(name):
            raise refusal(
                Reason.UNSUPPORTED, f"{name} is not supported for this model.", param=name
            )
    asked: Body = {
        **{name: body.get(name) for name in _SAME},
        "messages": list(_messages(body)),
        "max_completion_tokens": body.get("max_output_tokens"),
        "reasoning_effort": _member(body, "reasoning", "effort"),
        "verbosity": _member(body, "text", "verbosity"),
        "response_format": _format(_member(body, "text", "format")),
        "tools": [_tool(one) for one in body.get("tools") or ()] or None,
        "tool_choice": _choice(body.get("tool_choice")),
        "logprobs": True if body.get("top_logprobs") is not None else None,
        "stream_options": _stream_options(body),
    }
    return {name: value for name, value in asked.items() if value is not None}


def _member(body: Body, name: str, inner: str) -> JSON:
    held = body.get(name)
    return held.get(inner) if held else None


def _stream_options(body: Body) -> Body | None:
    """Return the client's options; the usage is always wanted, for a response ends with it."""
    if not body.get("stream"):
        return None
    return {**(body.get("stream_options") or {}), "include_usage": True}


def _messages(body: Body) -> Iterator[Body]:
    """The instructions first, then the items; what the assistant said at a stretch is one turn."""
    if instructions := body.get("instructions"):
        yield {"role": "system", "content": instructions}
    given = body.get("input") or ()
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    said = (_message(item) for item in items if item.get("type") not in _SILENT)
    for role, group in groupby(said, key=lambda message: message["role"]):
        if role == "assistant":
            yield reduce(_joined, group)
        else:
            yield from group


def _joined(turn: Body, said: Body) -> Body:
    """One turn with what two items say."""
    texts = [one["content"] for one in (turn, said) if one["content"] is not None]
    calls = [*turn.get("tool_calls", ()), *said.get("tool_calls", ())]
    content = texts[0] if len(texts) == 1 else [part for text in texts for part in _listed(text)]
    joined = {"role": "assistant", "content": content or None}
    return joined | ({"tool_calls": calls} if calls else {})


def _listed(content: JSON) -> list[JSON]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _message(item: Body) -> Body:
    """Return the message that an item is."""
    match item:
        case {"type": "function_call", "call_id": id_, "name": name, "arguments": arguments}:
            function = {"name": name, "arguments": arguments}
            call = {"id": id_, "type": "function", "function": function}
            return {"role": "assistant", "content": None, "tool_calls": [call]}
        case {"type": "function_call_output", "call_id": id_, "output": output}:
            return {"role": "tool", "tool_call_id": id_, "content": _content(output)}
        case {"role": role, "content": content} if item.get("type", "message") == "message":
            return {"role": role, "content": _content(content)}
    kind = str(item.get("type"))[:100]
    raise refusal(
        Reason.UNSUPPORTED,
        f"Items of type {kind!r} are not supported for this model.",
        param="input",
    )


def _content(content: JSON) -> JSON:
    """Return what a message says; a single text is said as one."""
    if isinstance(content, str):
        return content
    parts = [_part(one) for one in content]
    is_text = len(parts) == 1 and parts[0]["type"] == "text"
    return parts[0]["text"] if is_text else parts


def _part(part: Body) -> Body:
    match part:
        case {"type": "input_text" | "output_text", "text": text}:
            return {"type": "text", "text": text}
        case {"type": "refusal", "refusal": text}:
            return {"type": "refusal", "refusal": text}
        case {"type": "input_image", "image_url": str(url)}:
            detail = {"detail": part["detail"]} if part.get("detail") else {}
            return {"type": "image_url", "image_url": {"url": url, **detail}}
        case {"type": "input_file", "file_data": _} | {"type": "input_file", "file_id": _}:
            return {"type": "file", "file": {name: part[name] for name in _FILE if name in part}}
    kind = str(part["type"])[:100]
    raise refusal(
        Reason.UNSUPPORTED,
        f"A part of type {kind!r} is not supported for this model.",
        param="input",
    )


def _format(wanted: JSON) -> Body | None:
    """Return the format of the answer: chat has the schema one level deeper."""
    match wanted:
        case {"type": "json_schema", **inner}:
            return {"type": "json_schema", "json_schema": inner}
        case {"type": "json_object"}:
            return {"type": "json_object"}
    return None


def _tool(tool: Body) -> Body:
    """Return a function as chat has it; the provider's own tools run nowhere else."""
    if tool["type"] != "function":
        kind = str(tool["type"])[:100]
        raise refusal(
            Reason.UNSUPPORTED,
            f"Tools of type {kind!r} are not supported for this model.",
            param="tools",
        )
    function = {name: tool[name] for name in _FUNCTION if tool.get(name) is not None}
    return {"type": "function", "function": function}


def _choice(choice: JSON) -> JSON:
    """Return the choice of a tool: chat has its name one level deeper."""
    match choice:
        case None | str():
            return choice
        case {"type": "function", "name": name}:
            return {"type": "function", "function": {"name": name}}
        case {"type": "allowed_tools", "mode": mode, "tools": tools}:
            allowed = {"mode": mode, "tools": [_choice(one) for one in tools]}
            return {"type": "allowed_tools", "allowed_tools": allowed}
    raise refusal(
        Reason.UNSUPPORTED,
        "This choice of a tool is not supported for this model.",
        param="tool_choice",
    )
