"""A chat completion as a response: the object, its items and its counts.

Rules of this file: bodies in and bodies out, no clock. Names of items follow from
the completion's, so that the same answer always has the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay.translate.translation import Asked, Body

__all__ = [
    "call_item",
    "message_item",
    "name_of",
    "response",
    "settled",
    "shell",
    "status",
    "text_part",
    "thought_item",
]

_INCOMPLETE: Mapping[JSON, str] = {
    "length": "max_output_tokens",
    "content_filter": "content_filter",
}
_ECHOED: Mapping[str, JSON] = {
    "instructions": None,
    "max_output_tokens": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "reasoning": {"effort": None, "summary": None},
    "temperature": 1,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1,
    "truncation": "disabled",
    "user": None,
}
"""What a response repeats of its request, and what it says where that said nothing."""


def name_of(id_: JSON) -> str:
    """Return the part of a completion's id that the ids of its response share."""
    return str(id_ or "chat").removeprefix("chatcmpl-")


def response(completion: Body, asked: Asked) -> Body:
    """Return the response that says what the first choice of a completion does."""
    choice = completion["choices"][0]
    message, reason = choice["message"], choice.get("finish_reason")
    name, how = name_of(completion.get("id")), status(reason)
    output: list[Body] = []
    if thoughts := message.get("reasoning_content") or message.get("reasoning"):
        output.append(thought_item(name, len(output), thoughts))
    if parts := _parts(message):
        output.append(message_item(name, len(output), parts, how))
    for call in message.get("tool_calls") or ():
        output.append(call_item(name, len(output), call, how))
    return shell(completion, asked) | settled(reason, output, completion.get("usage"))


def status(reason: JSON) -> str:
    """Return how an answer ended."""
    return "incomplete" if reason in _INCOMPLETE else "completed"


def shell(named: Body, asked: Asked) -> Body:
    """Return a response that has begun; ``named`` is the completion, or its first chunk."""
    said = {name: asked.body.get(name) for name in _ECHOED}
    return {
        "id": f"resp_{name_of(named.get('id'))}",
        "object": "response",
        "created_at": named.get("created") or asked.created,
        "status": "in_progress",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "model": named.get("model") or "",
        "output": [],
        "previous_response_id": None,
        "store": False,
        "usage": None,
        **{name: _ECHOED[name] if value is None else value for name, value in said.items()},
    }


def settled(reason: JSON, output: list[Body], counts: JSON) -> Body:
    """Return what the end of a response says of it."""
    why = _INCOMPLETE.get(reason)
    return {
        "status": status(reason),
        "incomplete_details": {"reason": why} if why else None,
        "output": output,
        "usage": usage(counts) if counts else None,
    }


def usage(counts: Body) -> Body:
    """Return the counts of chat as a response has them."""
    read = counts.get("prompt_tokens_details") or {}
    written = counts.get("completion_tokens_details") or {}
    return {
        "input_tokens": counts.get("prompt_tokens") or 0,
        "input_tokens_details": {
            "cached_tokens": read.get("cached_tokens") or 0,
            "cache_write_tokens": read.get("cache_write_tokens") or 0,
        },
        "output_tokens": counts.get("completion_tokens") or 0,
        "output_tokens_details": {"reasoning_tokens": written.get("reasoning_tokens") or 0},
        "total_tokens": counts.get("total_tokens") or 0,
    }


def message_item(name: str, place: int, parts: list[Body], status: str = "completed") -> Body:
    """Return the item of what is said."""
    named = {"id": f"msg_{name}_{place}", "type": "message", "role": "assistant"}
    return named | {"status": status, "content": parts}


def thought_item(name: str, place: int, text: str, status: str = "completed") -> Body:
    """Return the item of what is thought."""
    content = [{"type": "reasoning_text", "text": text}] if text else []
    named = {"id": f"rs_{name}_{place}", "type": "reasoning", "summary": []}
    return named | {"status": status, "content": content}


def call_item(name: str, place: int, call: Body, status: str = "completed") -> Body:
    """Return the item of a call."""
    function = call.get("function") or {}
    return {
        "id": f"fc_{name}_{place}",
        "type": "function_call",
        "status": status,
        "call_id": call.get("id") or f"call_{name}_{place}",
        "name": function.get("name") or "",
        "arguments": function.get("arguments") or "",
    }


def text_part(text: str, annotations: list[Body] | None = None) -> Body:
    """Return the part of a text."""
    held = annotations or []
    return {"type": "output_text", "text": text, "annotations": held, "logprobs": []}


def _parts(message: Body) -> list[Body]:
    said = [text_part(message["content"], _cited(message))] if message.get("content") else []
    if message.get("refusal"):
        said.append({"type": "refusal", "refusal": message["refusal"]})
    return said


def _cited(message: Body) -> list[Body]:
    """The citations of an answer, which chat has one level deeper."""
    return [
        {"type": row["type"], **(row.get(row["type"]) or {})}
        for row in message.get("annotations") or ()
        if isinstance(row, dict) and isinstance(row.get("type"), str)
    ]
