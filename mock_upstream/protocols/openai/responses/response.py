"""A response on the wire: one JSON body, or a stream of events.

Rules of this file: rendering only; what is said was decided before. The answer
names the response when a script did, else its number and call do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mock_upstream import jsontext, text
from mock_upstream.frames import Data, Frames, Framing, Head, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import headers
from mock_upstream.protocols.openai.message import words_of
from mock_upstream.protocols.openai.responses.items import Item, items_of
from mock_upstream.protocols.openai.responses.request import ResponsesRequest
from mock_upstream.reply import Answer, Choice, Reasoning, Refusal, Text, Usage

__all__ = [
    "body_frames",
    "compacted",
    "name_of",
    "rendered",
    "stream_frames",
    "summary",
    "wire_usage",
]

INCOMPLETE = {"length": "max_output_tokens", "content_filter": "content_filter"}
"""Why a response is incomplete, by the finish of the answer."""
ECHOED: Mapping[str, JSON] = {
    "background": False,
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "reasoning": {"effort": None, "summary": None},
    "safety_identifier": None,
    "prompt_cache_key": None,
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}, "verbosity": "medium"},
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}
"""Fields of the request that a response repeats, and what they are by default."""


def name_of(answer: Answer, number: int) -> str:
    """The id of the response to call ``number``; a scripted one is taken as it is."""
    if not answer.id.startswith("chatcmpl-"):
        return answer.id
    drawn = text.digest("response", answer.id, number)
    return f"resp_{drawn:016x}{text.digest(drawn):016x}{text.digest(drawn, 1):016x}"


def rendered(
    request: ResponsesRequest, answer: Answer, number: int
) -> tuple[dict[str, JSON], list[Item]]:
    """The finished response, and its items with the pieces for a stream."""
    finish = answer.choices[0].finish if answer.choices else "stop"
    reason = INCOMPLETE.get(finish)
    status = "incomplete" if reason else "completed"
    name = name_of(answer, number)
    items = items_of(request, answer, name, status)
    value = {
        "id": name,
        "object": "response",
        "created_at": answer.created,
        "status": status,
        **_echo(request),
        "completed_at": None if reason else answer.created + 1,
        "error": None,
        "incomplete_details": {"reason": reason} if reason else None,
        "model": answer.model,
        "output": [item.value for item in items],
        "service_tier": answer.service_tier or "default",
        "usage": wire_usage(answer.usage),
    }
    return {**value, **answer.extras}, items


def compacted(request: ResponsesRequest, answer: Answer, number: int) -> dict[str, JSON]:
    """The conversation of a request as one item, behind what the user said in it."""
    name = name_of(answer, number)
    said = [item for item in request.items if item.get("role") == "user"]
    digest = text.digest_unordered("compaction", list(request.items))
    item = {
        "id": f"cmp_{digest:016x}",
        "type": "compaction",
        "encrypted_content": f"gAAAA{digest:016x}{text.digest(digest):016x}",
    }
    return {
        "id": name,
        "object": "response.compaction",
        "created_at": answer.created,
        "output": [*said, item],
        "usage": wire_usage(answer.usage),
    }


def _echo(request: ResponsesRequest) -> dict[str, JSON]:
    """What the response repeats of the request; null says as little as absence."""
    said = {key: request.body[key] for key in ECHOED if request.body.get(key) is not None}
    if "text" in said:
        said["text"] = {**ECHOED["text"], **said["text"]}
    functions: dict[str, JSON] = {"strict": True, "description": None, "parameters": {}}
    said["tools"] = [
        {**functions, **tool} if tool["type"] == "function" else tool for tool in request.tools
    ]
    return {**ECHOED, **said}


def wire_usage(usage: Usage) -> dict[str, JSON]:
    """The ``usage`` object; both details are always there."""
    return {
        "input_tokens": usage.prompt,
        "input_tokens_details": {
            "cached_tokens": usage.cached,
            "cache_write_tokens": usage.cache_write,
        },
        "output_tokens": usage.completion,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.total,
    }


def summary(response: Mapping[str, JSON], answer: Answer) -> dict[str, JSON]:
    """What the answer means to say, for the journal; the words that chat uses."""
    first = answer.choices[0] if answer.choices else Choice(())
    calls = [item for item in response["output"] if "call_id" in item]
    return {
        "id": response["id"],
        "model": answer.model,
        "status": response["status"],
        "text": words_of(first, Text) or "",
        "reasoning": words_of(first, Reasoning),
        "refusal": words_of(first, Refusal),
        "finish_reason": first.finish,
        "tool_calls": {"0": [_call(index, item) for index, item in enumerate(calls)]},
        "usage": response["usage"],
        "output": response["output"],
    }


def _call(index: int, item: Mapping[str, JSON]) -> dict[str, JSON]:
    """One call, flat; its id is the one that the result has to name."""
    return {
        "index": index,
        "id": item["call_id"],
        "type": "function" if item["type"] == "function_call" else "custom",
        "name": item["name"],
        "arguments": item.get("arguments", item.get("input")),
    }


def body_frames(value: Mapping[str, JSON], *, number: int, more: Headers = ()) -> Frames:
    """The frames of one JSON body in answer to call ``number``."""
    usual = (("content-type", "application/json"), *headers.common(value["object"], number=number))
    head = Head(200, headers.merged(usual, more), Framing.LENGTH)
    return (head, Data(jsontext.dumps(value)))


def stream_frames(events: Sequence[Data], *, number: int, more: Headers = ()) -> Frames:
    """The frames of a stream in answer to call ``number``."""
    usual = (
        ("content-type", "text/event-stream; charset=utf-8"),
        *headers.common("response", number=number),
        ("cache-control", "no-cache"),
    )
    return (Head(200, headers.merged(usual, more), Framing.CHUNKED), *events)
