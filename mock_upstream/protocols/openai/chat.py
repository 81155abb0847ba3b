"""Chat completions on the wire: one JSON body, or a stream of events.

Rules of this file: rendering only; what is said was decided before. One event
is one data frame, marked with what it carries, so that faults can be aimed.
"""

from __future__ import annotations

from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Framing, Head, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import headers
from mock_upstream.protocols.openai.answer import answer_of, default_answer
from mock_upstream.protocols.openai.chunks import stream_events
from mock_upstream.protocols.openai.citations import cited
from mock_upstream.protocols.openai.message import choice_object, words_of
from mock_upstream.protocols.openai.request import ChatRequest, parse_chat, read_chat
from mock_upstream.protocols.openai.usage import wire_usage
from mock_upstream.protocols.openai.voice import voiced
from mock_upstream.reply import Answer, Choice, Reasoning, Refusal, Text, ToolCall

__all__ = [
    "answer_of",
    "chat_summary",
    "default_answer",
    "parse_chat",
    "read_chat",
    "render_chat",
    "summary",
]


def render_chat(request: ChatRequest, answer: Answer, *, number: int = 0) -> Frames:
    """The frames of ``answer`` to call ``number``, streamed when the request asks for that."""
    if request.stream:
        pairs = _headers("text/event-stream; charset=utf-8", answer, number)
        return (Head(200, pairs, Framing.CHUNKED), *stream_events(request, answer))
    head = Head(200, _headers("application/json", answer, number), Framing.LENGTH)
    return (head, Data(jsontext.dumps(completion(request, answer))))


def completion(request: ChatRequest, answer: Answer) -> dict[str, JSON]:
    """The ``chat.completion`` object."""
    value: dict[str, JSON] = {
        "id": answer.id,
        "object": "chat.completion",
        "created": answer.created,
        "model": answer.model,
        "choices": [choice_object(request, answer, index) for index in range(len(answer.choices))],
        "usage": wire_usage(answer.usage),
        "system_fingerprint": answer.system_fingerprint,
    }
    if answer.service_tier is not None:
        value["service_tier"] = answer.service_tier
    return {**value, **answer.extras}


def summary(answer: Answer) -> dict[str, JSON]:
    """What the answer means to say, for the journal; of the first choice unless by index."""
    texts = {str(index): words_of(choice, Text) for index, choice in enumerate(answer.choices)}
    finishes = {str(index): choice.finish for index, choice in enumerate(answer.choices)}
    first = answer.choices[0] if answer.choices else Choice(())
    return {
        "id": answer.id,
        "model": answer.model,
        "text": words_of(first, Text) or "",
        "texts": {index: words or "" for index, words in texts.items()},
        "reasoning": words_of(first, Reasoning),
        "refusal": words_of(first, Refusal),
        "finish_reason": first.finish,
        "finish_reasons": finishes,
        "tool_calls": {str(index): _calls(choice) for index, choice in enumerate(answer.choices)},
        "usage": wire_usage(answer.usage),
    }


def chat_summary(request: ChatRequest, answer: Answer) -> dict[str, JSON]:
    """The same of a chat answer, with the sound and the citations of its first choice."""
    value = summary(answer)
    words = words_of(answer.choices[0], Text) if answer.choices else None
    voice = voiced(request, answer, 0, words)
    value |= {"text": "", "audio": voice.summary} if voice else {}
    citations = cited(request, words)
    beside = dict(answer.choices[0].message) if answer.choices else {}
    value |= {"annotations": citations} if citations else {}
    return value | ({"message": beside} if beside else {})


def _calls(choice: Choice) -> list[JSON]:
    """The calls of one choice, flat."""
    calls = [block for block in choice.blocks if isinstance(block, ToolCall)]
    return [
        {
            "index": index,
            "id": call.id,
            "type": "function",
            "name": call.name,
            "arguments": call.arguments,
        }
        for index, call in enumerate(calls)
    ]


def _headers(content_type: str, answer: Answer, number: int) -> Headers:
    """The headers of a success; those of the answer replace the usual ones."""
    usual = (("content-type", content_type), *headers.common(answer.id, number=number))
    if content_type.startswith("text/event-stream"):
        usual += (("cache-control", "no-cache"),)
    return headers.merged(usual, answer.headers)
