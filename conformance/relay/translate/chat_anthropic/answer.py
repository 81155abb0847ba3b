"""A message of Anthropic's dialect as a chat completion: content, end, usage, errors.

Rules of this file: input that was cached is a part of the prompt here, and counted
beside it there.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.retry import Failure
from conformance.relay.translate.translation import Asked, Body

__all__ = ["completion", "error", "finish", "usage"]

_FINISHES: Mapping[str, str] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}
"""By the reason to stop; all others are the model's own end."""


def completion(message: Body, asked: Asked) -> Body:
    """Return the chat completion."""
    said = _said(message["content"])
    choice = {
        "index": 0,
        "message": {"role": "assistant", "refusal": None, **said},
        "logprobs": None,
        "finish_reason": finish(message["stop_reason"]),
    }
    return {
        "id": message["id"],
        "object": "chat.completion",
        "created": asked.created,
        "model": message.get("model"),
        "choices": [choice],
        "usage": usage(message["usage"]),
    }


def finish(reason: str) -> str:
    """Return the finish reason of a reason to stop."""
    return _FINISHES.get(reason, "stop")


def usage(told: Body) -> Body:
    """Return the counts in the meaning that chat has for them."""
    cached = told.get("cache_read_input_tokens") or 0
    prompt = told["input_tokens"] + cached + (told.get("cache_creation_input_tokens") or 0)
    made = told["output_tokens"]
    thought = (told.get("output_tokens_details") or {}).get("thinking_tokens") or 0
    return {
        "prompt_tokens": prompt,
        "completion_tokens": made,
        "total_tokens": prompt + made,
        "prompt_tokens_details": {"cached_tokens": cached},
        "completion_tokens_details": {"reasoning_tokens": thought},
    }


def error(failure: Failure) -> Mapping[str, JSON] | None:
    """Return the error object in the words of OpenAI; the message stays."""
    told = failure.error or {}
    if failure.status == 429:
        return {**told, "type": "requests", "code": "rate_limit_exceeded"}
    if failure.status == 404:
        return {**told, "type": "invalid_request_error", "code": "model_not_found"}
    is_clients = failure.status is not None and 400 <= failure.status < 500
    return {**told, "type": "invalid_request_error" if is_clients else "server_error"}


def _said(blocks: list[Body]) -> Body:
    """Return the members of a message; those that say nothing are left out, but for text."""
    text = "".join(one["text"] for one in blocks if one["type"] == "text")
    thought = "".join(one["thinking"] for one in blocks if one["type"] == "thinking")
    calls = [_call(one) for one in blocks if one["type"] == "tool_use"]
    said: Body = {"content": text if text or not calls else None}
    said |= {"reasoning_content": thought} if thought else {}
    return said | ({"tool_calls": calls} if calls else {})


def _call(block: Body) -> Body:
    function = {"name": block["name"], "arguments": jsontext.dump(block["input"])}
    return {"id": block["id"], "type": "function", "function": function}
