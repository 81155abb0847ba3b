"""A request for a response as the chat request that asks the same.

Rules of this file: translation only; what the answer is follows from the chat
request, so that one script renders in both dialects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.responses.tools import nested_choice, nested_tools

__all__ = ["chat_body", "messages_of"]

SAME = ("model", "stream", "parallel_tool_calls", "service_tier", "temperature", "top_p")
"""Fields that both dialects call the same."""


def chat_body(
    body: Mapping[str, JSON],
    before: Sequence[Mapping[str, JSON]],
    items: Sequence[Mapping[str, JSON]],
) -> dict[str, JSON]:
    """The body of the chat request; fields that say nothing are left out."""
    instructions = body.get("instructions")
    told = [{"role": "system", "content": instructions}] if instructions else []
    reasoning = body.get("reasoning") or {}
    form = (body.get("text") or {}).get("format") or {}
    said: dict[str, JSON] = {
        **{key: body.get(key) for key in SAME},
        "messages": [*told, *before, *messages_of(items)],
        "tools": nested_tools(body.get("tools") or ()) or None,
        "tool_choice": nested_choice(body.get("tool_choice")),
        "max_completion_tokens": body.get("max_output_tokens"),
        "reasoning_effort": reasoning.get("effort"),
        "response_format": _format(form) if form else None,
    }
    if not said["tools"]:
        del said["tool_choice"]
    return {key: value for key, value in said.items() if value is not None}


def _format(form: Mapping[str, JSON]) -> dict[str, JSON]:
    """The format as chat nests it."""
    if form["type"] != "json_schema":
        return dict(form)
    schema = {key: value for key, value in form.items() if key != "type"}
    return {"type": "json_schema", "json_schema": schema}


def messages_of(items: Sequence[Mapping[str, JSON]]) -> list[dict[str, JSON]]:
    """The messages that items are in chat; items that chat does not have are left out."""
    return [message for item in items if (message := _message(item)) is not None]


def _message(item: Mapping[str, JSON]) -> dict[str, JSON] | None:
    """One item as a message."""
    match item["type"]:
        case "message":
            parts = [_part(part) for part in item["content"]]
            return {"role": item["role"], "content": [part for part in parts if part]}
        case "function_call" | "custom_tool_call":
            words = item.get("arguments", item.get("input"))
            function = {"name": item["name"], "arguments": words}
            call = {"id": item["call_id"], "type": "function", "function": function}
            return {"role": "assistant", "content": None, "tool_calls": [call]}
        case "function_call_output" | "custom_tool_call_output":
            output = item["output"]
            content = output if isinstance(output, str) else [_part(part) for part in output]
            return {"role": "tool", "tool_call_id": item["call_id"], "content": content}
        case _:
            return None


def _part(part: Mapping[str, JSON]) -> dict[str, JSON]:
    """One content part as chat writes it."""
    match part["type"]:
        case "input_text" | "output_text":
            return {"type": "text", "text": part.get("text", "")}
        case "input_image":
            url = {"url": part.get("image_url") or "", "detail": part.get("detail", "auto")}
            return {"type": "image_url", "image_url": url}
        case "input_file":
            return {"type": "file", "file": {}}
        case _:
            return {"type": "text", "text": str(part.get("refusal", ""))}
