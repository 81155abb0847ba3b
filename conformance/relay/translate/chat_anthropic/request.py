"""A request for a chat completion as the request for a message that asks the same.

Rules of this file: what changes the answer is carried over or refused; what serves
samples and accounts alone, and has no place in the other dialect, is left out
(``seed``, ``logit_bias``, penalties, ``metadata``, ``store``, ``service_tier``).
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay.envelope import Reason, refusal
from conformance.relay.translate.chat_anthropic.history import messages, system
from conformance.relay.translate.translation import Body

__all__ = ["LEAST_BUDGET", "MAX_TOKENS", "message_request"]

MAX_TOKENS = 4096
"""What an answer may have at most when the client does not say: the dialect wants a number."""
LEAST_BUDGET = 1024
"""Of thoughts, in tokens; they count within ``max_tokens``."""

_BUDGETS: Mapping[str, int] = {"low": 2048, "medium": 8192, "high": 16384, "xhigh": 32768}
_CHOICES: Mapping[str, str] = {"auto": "auto", "required": "any", "none": "none"}
_REFUSED = ("logprobs", "audio", "functions", "function_call", "web_search_options", "prediction")
"""What an answer is wrong without, and no upstream of this dialect has."""


def message_request(body: Body) -> Body:
    """Return the body. Raises RelayError for what cannot be carried over."""
    _check(body)
    budget = _budget(body)
    said: Body = {
        "model": body["model"],
        "max_tokens": _most(body) + budget,
        "system": system(body["messages"]) or None,
        "messages": messages(body["messages"]),
        "stop_sequences": _stops(body.get("stop")),
        "stream": body.get("stream"),
        "tools": [_tool(one) for one in body.get("tools") or ()] or None,
        "tool_choice": _choice(body),
        "thinking": {"type": "enabled", "budget_tokens": budget} if budget else None,
        "temperature": None if budget else _cooler(body.get("temperature")),
        "top_p": None if budget else body.get("top_p"),
        "metadata": {"user_id": body["user"]} if body.get("user") else None,
        "output_config": _form(body.get("response_format")),
    }
    return {name: value for name, value in said.items() if value is not None}


def _check(body: Body) -> None:
    """Refuse what would silently be answered with less. Raises RelayError."""
    asked = [name for name in _REFUSED if body.get(name)]
    asked += ["n"] if (body.get("n") or 1) > 1 else []
    asked += ["modalities"] if "audio" in (body.get("modalities") or ()) else []
    for name in asked:
        message = f"'{name}' is not supported by the upstream of this model."
        raise refusal(Reason.UNSUPPORTED, message, param=name)


def _most(body: Body) -> int:
    """Return the limit of the answer; the newer name of the field comes first."""
    asked = body.get("max_completion_tokens") or body.get("max_tokens")
    return int(asked or MAX_TOKENS)


def _budget(body: Body) -> int:
    """Return the tokens for thoughts; 0 where none are asked for or none are allowed.

    A forced call excludes them, and so does a turn of calls without its thoughts: the
    upstream wants those back under its seal, which chat has no place for.
    """
    choice = body.get("tool_choice")
    is_forced = choice == "required" or isinstance(choice, Mapping)
    has_results = any(one["role"] == "tool" for one in body["messages"])
    if is_forced or has_results:
        return 0
    return _BUDGETS.get(str(body.get("reasoning_effort")), 0)


def _stops(stop: JSON) -> JSON:
    """Return the sequences; the dialect refuses those of blanks alone."""
    listed = [stop] if isinstance(stop, str) else list(stop or ())
    return [one for one in listed if one.strip()] or None


def _cooler(temperature: JSON) -> JSON:
    """Return the temperature within the other dialect's bounds, 0 to 1."""
    return None if temperature is None else min(temperature, 1)


def _tool(tool: Body) -> Body:
    function = tool["function"]
    shown = {
        "name": function["name"],
        "description": function.get("description"),
        "input_schema": function.get("parameters") or {"type": "object", "properties": {}},
        "strict": function.get("strict"),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _choice(body: Body) -> Body | None:
    """Return which tools are to be called; nothing is said without tools."""
    if not body.get("tools"):
        return None
    choice, is_single = body.get("tool_choice"), body.get("parallel_tool_calls") is False
    if choice is None and not is_single:
        return None
    shown = _chosen(choice)
    is_single = is_single and shown["type"] != "none"
    return shown | ({"disable_parallel_tool_use": True} if is_single else {})


def _chosen(choice: JSON) -> Body:
    if isinstance(choice, Mapping) and choice["type"] == "function":
        return {"type": "tool", "name": choice["function"]["name"]}
    if isinstance(choice, Mapping):
        message = "A choice of allowed tools is not supported by the upstream of this model."
        raise refusal(Reason.UNSUPPORTED, message, param="tool_choice")
    return {"type": _CHOICES[choice or "auto"]}


def _form(asked: JSON) -> Body | None:
    """Return the schema that the answer keeps."""
    if asked is None or asked["type"] == "text":
        return None
    if asked["type"] != "json_schema":
        message = "This form is not supported by the upstream of this model."
        raise refusal(Reason.UNSUPPORTED, message, param="response_format")
    schema = asked["json_schema"].get("schema") or {}
    return {"format": {"type": "json_schema", "schema": schema}}
