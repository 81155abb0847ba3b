"""What chat and Gemini call the same thing: settings, choices, reasons, counts, signatures.

Rules of this file: tables, and the smallest functions over them. A signature
travels through chat beside its call, in the member where Google's own chat
endpoint puts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conformance.model import JSON
from conformance.relay.translate.translation import Body

__all__ = [
    "choice_config",
    "finish",
    "generation_config",
    "logprobs",
    "signature_of",
    "signed",
    "usage",
]

_SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "temperature": "temperature",
        "top_p": "topP",
        "max_tokens": "maxOutputTokens",
        "max_completion_tokens": "maxOutputTokens",
        "stop": "stopSequences",
        "n": "candidateCount",
        "seed": "seed",
        "presence_penalty": "presencePenalty",
        "frequency_penalty": "frequencyPenalty",
        "logprobs": "responseLogprobs",
        "top_logprobs": "logprobs",
    }
)
"""A later name comes before an earlier one that means the same."""

_BUDGETS: Mapping[JSON, int] = MappingProxyType(
    {
        "none": 0,
        "minimal": 1024,
        "low": 1024,
        "medium": 8192,
        "high": 24576,
        "xhigh": 24576,
        "max": 24576,
    }
)
"""Effort -> tokens, as Google's own chat endpoint takes it."""

_FINISHES: Mapping[str, str] = MappingProxyType({"STOP": "stop", "MAX_TOKENS": "length"})
"""Any other reason means that something of the answer is held back."""


def generation_config(body: Body) -> Body:
    """Return the settings of a chat request."""
    config: Body = {}
    for name, there in _SETTINGS.items():
        if body.get(name) is not None:
            config[there] = body[name]
    if isinstance(config.get("stopSequences"), str):
        config["stopSequences"] = [config["stopSequences"]]
    modalities = body.get("modalities")
    if isinstance(modalities, list) and modalities != ["text"]:
        config["responseModalities"] = [str(one).upper() for one in modalities]
    return config | _format(body.get("response_format")) | _thinking(body.get("reasoning_effort"))


def choice_config(choice: JSON) -> Body | None:
    """Return the configuration of calls for a choice of tools, if one was made."""
    match choice:
        case str():
            return _calling({"none": "NONE", "required": "ANY"}.get(choice, "AUTO"))
        case {"allowed_tools": {"mode": mode, "tools": tools}}:
            names = [tool["function"]["name"] for tool in tools]
            return _calling("ANY" if mode == "required" else "VALIDATED", names)
        case {"function": {"name": name}}:
            return _calling("ANY", [name])
    return None


def finish(reason: str, *, has_calls: bool) -> str:
    """Return the reason for which a choice ended."""
    said = _FINISHES.get(reason, "content_filter")
    return "tool_calls" if has_calls and said == "stop" else said


def logprobs(row: Body) -> Body | None:
    """Return how likely each token of a candidate was, if that is told."""
    if not (told := row.get("logprobsResult")):
        return None
    tops = [one.get("candidates") or [] for one in told.get("topCandidates") or ()]
    content = []
    for place, one in enumerate(told.get("chosenCandidates") or ()):
        others = tops[place] if place < len(tops) else []
        content.append({**_token(one), "top_logprobs": [_token(other) for other in others]})
    return {"content": content, "refusal": None}


def usage(counts: Body) -> Body:
    """Return the counts as chat has them: thoughts are part of what was written."""
    prompt = counts.get("promptTokenCount", 0) + counts.get("toolUsePromptTokenCount", 0)
    thoughts = counts.get("thoughtsTokenCount", 0)
    written = counts.get("candidatesTokenCount", 0) + thoughts
    return {
        "prompt_tokens": prompt,
        "completion_tokens": written,
        "total_tokens": prompt + written,
        "prompt_tokens_details": {"cached_tokens": counts.get("cachedContentTokenCount", 0)},
        "completion_tokens_details": {"reasoning_tokens": thoughts},
    }


def signed(call: Body, signature: JSON) -> Body:
    """Return a tool call with the signature of its part, if that has one."""
    if not signature:
        return call
    return call | {"extra_content": {"google": {"thought_signature": signature}}}


def signature_of(call: Body) -> JSON:
    """Return the signature of a tool call that a client sends back, if it kept it."""
    match call:
        case {"extra_content": {"google": {"thought_signature": signature}}}:
            return signature
    return None


def _calling(mode: str, names: list[JSON] | None = None) -> Body:
    config: Body = {"mode": mode} | ({"allowedFunctionNames": names} if names else {})
    return {"functionCallingConfig": config}


def _format(wanted: JSON) -> Body:
    match wanted:
        case {"type": "json_schema", "json_schema": {"schema": schema}}:
            return {"responseMimeType": "application/json", "responseJsonSchema": schema}
        case {"type": "json_object" | "json_schema"}:
            return {"responseMimeType": "application/json"}
    return {}


def _thinking(effort: JSON) -> Body:
    budget = _BUDGETS.get(effort)
    if budget is None:
        return {}
    return {"thinkingConfig": {"thinkingBudget": budget, "includeThoughts": budget > 0}}


def _token(row: Body) -> Body:
    token = row["token"]
    return {"token": token, "logprob": row["logProbability"], "bytes": list(token.encode())}
