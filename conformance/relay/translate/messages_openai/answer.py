"""A chat completion as a message of Anthropic's dialect: content, end, usage, errors.

Rules of this file: input that was cached is counted beside the rest there, and a part
of the prompt here. A call's arguments are a text here and an object there.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.anthropic import type_of
from conformance.relay.retry import Failure
from conformance.relay.translate.translation import Asked, Body

__all__ = ["error", "message", "stop", "thought", "usage"]

_STOPS: Mapping[str, str] = {
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "function_call": "tool_use",
    "content_filter": "refusal",
}
"""By the finish reason; all others are the model's own end."""


def message(completion: Body, _asked: Asked) -> Body:
    """Return the message."""
    choice = completion["choices"][0]
    said, reason = choice["message"], choice["finish_reason"]
    blocks = _blocks(said, is_cut=reason == "length")
    return {
        "id": completion["id"],
        "type": "message",
        "role": "assistant",
        "model": completion.get("model"),
        "content": blocks,
        "stop_reason": stop(reason, calls=any(one["type"] == "tool_use" for one in blocks)),
        "stop_sequence": None,
        "usage": usage(completion.get("usage") or {}),
    }


def stop(reason: str, *, calls: bool) -> str:
    """Return the reason to stop: a call is one, whatever the upstream says of its end."""
    found = _STOPS.get(reason, "end_turn")
    return "tool_use" if calls and found == "end_turn" else found


def usage(told: Body) -> Body:
    """Return the counts in the meaning that messages have for them."""
    details = told.get("prompt_tokens_details") or {}
    cached = details.get("cached_tokens") or 0
    written = details.get("cache_write_tokens") or 0
    return {
        "input_tokens": max(0, (told.get("prompt_tokens") or 0) - cached - written),
        "cache_creation_input_tokens": written,
        "cache_read_input_tokens": cached,
        "output_tokens": told.get("completion_tokens") or 0,
    }


def thought(said: Body) -> str:
    """Return what was thought, under either name that upstreams have for it."""
    return said.get("reasoning_content") or said.get("reasoning") or ""


def error(failure: Failure) -> Mapping[str, JSON] | None:
    """Return the error object in the words of Anthropic: the type follows from the status."""
    return {**(failure.error or {}), "type": type_of(failure.status or 500)}


def _blocks(said: Body, *, is_cut: bool) -> list[Body]:
    """Return the content: thoughts, words, calls. What was thought here has no seal."""
    words = (said.get("content") or "") + (said.get("refusal") or "")
    shown: list[Body] = []
    if thought(said):
        shown.append({"type": "thinking", "thinking": thought(said), "signature": ""})
    if words:
        shown.append({"type": "text", "text": words})
    return shown + [_use(call, is_cut=is_cut) for call in said.get("tool_calls") or ()]


def _use(call: Body, *, is_cut: bool) -> Body:
    """Return one call. Raises ValueError for arguments that are no object, unless cut."""
    function = call["function"]
    try:
        value = jsontext.decode(function["arguments"] or "{}")
    except ValueError:
        if not is_cut:
            raise
        value = {}
    if not isinstance(value, dict):
        raise TypeError("the arguments are no object")
    return {"type": "tool_use", "id": call["id"], "name": function["name"], "input": value}
