"""A request for a message as the request for a chat completion that asks the same.

Rules of this file: what changes the answer is carried over or refused; what steers
samples and caches alone, and has no place in the other dialect, is left out (``top_k``,
``cache_control``).
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay.envelope import Reason, refusal
from conformance.relay.translate.messages_openai.history import messages
from conformance.relay.translate.translation import Body

__all__ = ["chat_request"]

_CHOICES: Mapping[str, str] = {"auto": "auto", "any": "required", "none": "none"}
_EFFORTS: Mapping[str, str] = {
    "low": "low",
    "medium": "medium",
    "high": "high",
    "xhigh": "xhigh",
    "max": "xhigh",
}
_BUDGETS = ((4096, "low"), (16384, "medium"))
"""Up to so many tokens for thoughts are this effort; more are a high one."""
_TIERS: Mapping[str, str] = {"auto": "auto", "standard_only": "default"}


def chat_request(body: Body) -> Body:
    """Return the body. Raises RelayError for what cannot be carried over."""
    choice, config = body.get("tool_choice") or {}, body.get("output_config") or {}
    tools = [_tool(one) for one in body.get("tools") or ()]
    is_stream = body.get("stream") is True
    said: Body = {
        "model": body["model"],
        "messages": messages(body.get("system"), body["messages"]),
        "max_completion_tokens": body["max_tokens"],
        "stop": body.get("stop_sequences") or None,
        "temperature": body.get("temperature"),
        "top_p": body.get("top_p"),
        "stream": body.get("stream"),
        "stream_options": {"include_usage": True} if is_stream else None,
        "tools": tools or None,
        "tool_choice": _choice(choice) if tools else None,
        "parallel_tool_calls": False if tools and choice.get("disable_parallel_tool_use") else None,
        "reasoning_effort": _effort(body.get("thinking") or {}, config.get("effort")),
        "response_format": _form(config.get("format")),
        "user": (body.get("metadata") or {}).get("user_id"),
        "service_tier": _TIERS.get(body.get("service_tier") or ""),
    }
    return {name: value for name, value in said.items() if value is not None}


def _tool(tool: Body) -> Body:
    """Return one tool. Raises RelayError for one that its provider runs."""
    if "input_schema" not in tool:
        message = f"A tool of type '{tool['type']}' is not supported by this model's upstream."
        raise refusal(Reason.UNSUPPORTED, message, param="tools")
    function = {
        "name": tool["name"],
        "description": tool.get("description"),
        "parameters": tool["input_schema"],
        "strict": tool.get("strict"),
    }
    shown = {name: value for name, value in function.items() if value is not None}
    return {"type": "function", "function": shown}


def _choice(choice: Body) -> JSON:
    if not choice:
        return None
    if choice["type"] == "tool":
        return {"type": "function", "function": {"name": choice["name"]}}
    return _CHOICES[choice["type"]]


def _effort(thinking: Body, effort: str | None) -> str | None:
    """Return how much is to be thought; thoughts that are off say nothing."""
    if effort is not None:
        return _EFFORTS[effort]
    match thinking.get("type"):
        case "enabled":
            budget = thinking["budget_tokens"]
            return next((name for most, name in _BUDGETS if budget <= most), "high")
        case "adaptive":
            return "medium"
    return None


def _form(asked: JSON) -> Body | None:
    """Return the schema that the answer keeps; it is nameless there, and not here."""
    if asked is None:
        return None
    schema = {"name": "answer", "schema": asked["schema"], "strict": True}
    return {"type": "json_schema", "json_schema": schema}
