"""What an answer says, in the few words that all dialects share.

Rules of this file: what the upstream meant and what the client holds are each brought to
one value, whatever their dialect is, so that they can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conformance.checks.meant import meant
from conformance.model import JSON
from conformance.wire import jsontext, messages, responses
from conformance.wire.view import View

__all__ = ["Said", "heard", "told"]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, in the words that all dialects share."""

    text: str = ""
    thought: str = ""
    calls: tuple[JSON, ...] = ()
    """Name and input of each."""
    ids: tuple[JSON, ...] = ()
    """Of the calls."""
    finish: JSON = None
    """In its dialect's own word."""
    counts: Mapping[str, JSON] = field(default_factory=dict)
    """``prompt`` holds all input, ``cached`` the part of it that was read from a cache."""


def heard(view: View) -> Said:
    """What the client holds in the end."""
    if view.path.endswith("/messages"):
        folded = messages.fold(view.objects)
        return _message(folded.content, folded.stop_reason, folded.usage)
    if view.path.endswith("/responses"):
        return _response(responses.fold(view.objects))
    made = view.tool_calls.get(0, [])
    finishes = view.finish_reasons.get(0) or [None]
    return Said(
        text=view.stream_text(),
        thought=view.reasoning_text(),
        calls=tuple({"name": one.name, "input": _value(one.arguments)} for one in made),
        ids=tuple(one.id for one in made),
        finish=finishes[-1],
        counts=_counts(view.usage[-1] if view.usage else {}),
    )


def told(view: View) -> Said:
    """What the upstream meant to say."""
    said = meant(view)
    if "content" in said:
        return _message(said["content"], said["stop_reason"], said["usage"])
    if "thoughts" in said:
        return _content(said)
    made = (said.get("tool_calls") or {}).get("0", ())
    return Said(
        text=said.get("text") or "",
        thought=said.get("reasoning") or "",
        calls=tuple({"name": one["name"], "input": _value(one["arguments"])} for one in made),
        ids=tuple(one["id"] for one in made),
        finish=said.get("finish_reason"),
        counts=_counts(said.get("usage") or {}),
    )


def _message(content: Sequence[Mapping[str, JSON]], stop: JSON, usage: JSON) -> Said:
    """What a message says."""
    made = [one for one in content if one.get("type") == "tool_use"]
    return Said(
        text=_joined(content, "text"),
        thought=_joined(content, "thinking"),
        calls=tuple({"name": one.get("name"), "input": one.get("input")} for one in made),
        ids=tuple(one.get("id") for one in made),
        finish=stop,
        counts=_counts(usage),
    )


def _content(said: Mapping[str, JSON]) -> Said:
    """What an upstream of Gemini means, in its journal's words; it counts thoughts apart."""
    made = [part["functionCall"] for part in said["calls"]]
    usage = said["usage"]
    thoughts = usage.get("thoughtsTokenCount", 0)
    counts = {
        "prompt": usage["promptTokenCount"],
        "completion": usage["candidatesTokenCount"] + thoughts,
        "cached": usage.get("cachedContentTokenCount", 0),
        "reasoning": thoughts,
    }
    return Said(
        text=said["text"],
        thought=said["thoughts"],
        calls=tuple({"name": one["name"], "input": one.get("args") or {}} for one in made),
        ids=tuple(one.get("id") for one in made),
        finish=said["finish_reasons"].get("0"),
        counts=counts,
    )


def _response(folded: responses.Response) -> Said:
    """What a response says, in one piece or by its events."""
    whole = folded.whole
    why = whole.get("incomplete_details")
    usage = whole.get("usage")
    counts = usage if isinstance(usage, Mapping) else {}
    return Said(
        text=folded.text,
        thought=folded.thoughts,
        calls=tuple(
            {"name": one["name"], "input": _value(one["arguments"])} for one in folded.calls
        ),
        ids=tuple(one["id"] for one in folded.calls),
        finish=why.get("reason") if isinstance(why, Mapping) else whole.get("status"),
        counts={
            "prompt": counts.get("input_tokens"),
            "completion": counts.get("output_tokens"),
            "cached": _detail(counts, "input_tokens_details", "cached_tokens"),
            "reasoning": _detail(counts, "output_tokens_details", "reasoning_tokens"),
        },
    )


def _detail(counts: Mapping[str, JSON], group: str, name: str) -> JSON:
    held = counts.get(group)
    return held.get(name) if isinstance(held, Mapping) else None


def _joined(content: Sequence[Mapping[str, JSON]], kind: str) -> str:
    return "".join(str(one.get(kind) or "") for one in content if one.get("type") == kind)


def _counts(usage: JSON) -> dict[str, JSON]:
    """The counts of either dialect: OpenAI's prompt holds what Anthropic counts beside it."""
    if not isinstance(usage, Mapping):
        return {}
    if "input_tokens" not in usage:
        details = usage.get("prompt_tokens_details")
        cached = details.get("cached_tokens") if isinstance(details, Mapping) else None
        made = usage.get("completion_tokens")
        told = usage.get("completion_tokens_details")
        thoughts = told.get("reasoning_tokens") if isinstance(told, Mapping) else None
        counts = {"prompt": usage.get("prompt_tokens"), "cached": cached, "completion": made}
        return {**counts, "reasoning": thoughts}
    cached = usage.get("cache_read_input_tokens")
    parts = [usage["input_tokens"], cached, usage.get("cache_creation_input_tokens")]
    total = sum(one for one in parts if isinstance(one, int))
    return {"prompt": total, "cached": cached, "completion": usage.get("output_tokens")}


def _value(words: str) -> JSON:
    """The value of a call's arguments; their text where that is no JSON."""
    try:
        return jsontext.loads(words or "{}")
    except jsontext.JsonTextError:
        return words
