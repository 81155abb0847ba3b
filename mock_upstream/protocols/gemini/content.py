"""An answer as the parts, candidates and counts of Gemini.

Rules of this file: values only, no octets. A signature follows from what is
signed, so that it is known again whatever way it takes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mock_upstream import jsontext, text
from mock_upstream.jsontext import JSON
from mock_upstream.media.pictures import png
from mock_upstream.protocols.gemini.request import GeminiRequest
from mock_upstream.reply import Answer, Choice, Reasoning, Refusal, Text, ToolCall, Usage

__all__ = [
    "feedback",
    "finish",
    "named",
    "parts",
    "signature",
    "summary",
    "usage_metadata",
    "whole",
]

Row = dict[str, JSON]

FINISHES: Mapping[str, str] = MappingProxyType(
    {"stop": "STOP", "tool_calls": "STOP", "length": "MAX_TOKENS", "content_filter": "SAFETY"}
)
"""How a choice ends, in the words of this dialect; any other word is said as it is."""
PIXELS = 64
"""Sides of a picture; it has to decode, not to please."""


def signature(*signed: str) -> str:
    """An opaque text of base64 that only equal contents share."""
    digest = hashlib.sha512("\0".join(signed).encode()).digest()
    return base64.b64encode(digest).decode("ascii")


def finish(choice: Choice) -> str:
    """The reason why a candidate ended."""
    return FINISHES.get(choice.finish, choice.finish)


def parts(request: GeminiRequest, answer: Answer, index: int) -> list[Row]:
    """What one candidate says, part by part; refusals are no part."""
    said = [*_parts(answer.choices[index])]
    if request.wants_picture:
        number = text.digest(answer.id, index)
        data = base64.b64encode(png(number, PIXELS, PIXELS)).decode("ascii")
        said.append({"inlineData": {"mimeType": "image/png", "data": data}})
    return said


def _parts(choice: Choice) -> Iterator[Row]:
    for block in choice.blocks:
        match block:
            case Text():
                yield {"text": block.text}
            case Reasoning():
                yield {"text": block.text, "thought": True}
            case ToolCall():
                yield _call(block)
            case Refusal():
                continue


def _call(call: ToolCall) -> Row:
    """A function call, signed; an empty id, and arguments that are no object, are left out."""
    try:
        args = jsontext.loads(call.arguments.encode())
    except ValueError:
        args = None
    function: Row = {**({"id": call.id} if call.id else {}), "name": call.name}
    function |= {"args": args} if isinstance(args, dict) else {}
    return {
        "functionCall": function,
        "thoughtSignature": signature(call.id, call.name, call.arguments),
    }


def feedback(answer: Answer) -> Row | None:
    """Why nothing is said at all: the prompt was blocked."""
    blocks = [block for choice in answer.choices for block in choice.blocks]
    if not any(isinstance(block, Refusal) for block in blocks):
        return None
    rating = {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH", "blocked": True}
    return {"blockReason": "SAFETY", "safetyRatings": [rating]}


def usage_metadata(usage: Usage) -> Row:
    """The token counts; those of nothing are left out."""
    more = {"thoughtsTokenCount": usage.reasoning, "cachedContentTokenCount": usage.cached}
    return {
        "promptTokenCount": usage.prompt,
        "candidatesTokenCount": usage.completion - usage.reasoning,
        "totalTokenCount": usage.total,
        **{name: count for name, count in more.items() if count},
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": usage.prompt}],
    }


def named(answer: Answer) -> Row:
    """Who answered, and what every object of the answer has beside."""
    name = answer.id.removeprefix("chatcmpl-")
    return {"modelVersion": answer.model, "responseId": name, **answer.extras}


def whole(request: GeminiRequest, answer: Answer) -> Row:
    """The answer in one piece."""
    blocked = feedback(answer)
    said: Row = {"promptFeedback": blocked}
    if blocked is None:
        said = {
            "candidates": [
                {
                    "content": {"parts": parts(request, answer, index), "role": "model"},
                    "finishReason": finish(choice),
                    "index": index,
                }
                for index, choice in enumerate(answer.choices)
            ]
        }
    return {**said, "usageMetadata": usage_metadata(answer.usage), **named(answer)}


def summary(request: GeminiRequest, answer: Answer) -> Row:
    """What the answer means to say, for the journal; of the first candidate unless said."""
    said = parts(request, answer, 0) if answer.choices and feedback(answer) is None else []
    words = [part for part in said if "text" in part]
    pictures = [part["inlineData"]["data"] for part in said if "inlineData" in part]
    return {
        "id": named(answer)["responseId"],
        "model": answer.model,
        "text": "".join(part["text"] for part in words if not part.get("thought")),
        "thoughts": "".join(part["text"] for part in words if part.get("thought")),
        "calls": [part for part in said if "functionCall" in part],
        "pictures": [hashlib.sha256(base64.b64decode(data)).hexdigest() for data in pictures],
        "finish_reasons": {str(i): finish(choice) for i, choice in enumerate(answer.choices)},
        "blocked": feedback(answer),
        "usage": usage_metadata(answer.usage),
    }
