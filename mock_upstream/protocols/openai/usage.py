"""Token counts of a chat answer, and how the wire says them.

Rules of this file: counts follow from the request and the blocks alone. The
fixed prices (a message, an image, a second of sound) are round numbers near
those that OpenAI publishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mock_upstream import jsontext, text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.messages import parts_of
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Block, Choice, Reasoning, Text, ToolCall, Usage

__all__ = ["block_tokens", "counted", "wire_usage"]

PER_MESSAGE = 3
IMAGE_LOW, IMAGE_HIGH = 85, 765
FILE = 250
OCTETS_PER_AUDIO_TOKEN = 3200
CACHE_FROM, CACHE_STEP = 1024, 128
"""Prompts of 1024 tokens and more are cached, in steps of 128."""


def counted(request: ChatRequest, choices: Iterable[Choice]) -> Usage:
    """What the answer costs; long prompts count as cached already."""
    audio_in = sum(_audio(part) for message in request.messages for part in parts_of(message))
    prompt = _prompt(request) + audio_in
    blocks = [block for choice in choices for block in choice.blocks]
    said = sum(map(block_tokens, blocks))
    reasoning = sum(block_tokens(block) for block in blocks if isinstance(block, Reasoning))
    predicted = _predicted(request)
    accepted = min(predicted, said - reasoning) // 2
    return Usage(
        prompt=prompt,
        completion=said + predicted - accepted,
        cached=prompt // CACHE_STEP * CACHE_STEP if prompt >= CACHE_FROM else 0,
        reasoning=reasoning,
        audio_in=audio_in,
        audio_out=_spoken(blocks) if request.is_spoken else 0,
        accepted_prediction=accepted,
        rejected_prediction=predicted - accepted,
    )


def block_tokens(block: Block) -> int:
    """Tokens of one block."""
    if isinstance(block, ToolCall):
        return text.count(block.name) + text.count(block.arguments)
    return text.count(block.text)


def _spoken(blocks: Iterable[Block]) -> int:
    """Tokens of the words that become sound."""
    return sum(block_tokens(block) for block in blocks if isinstance(block, Text))


def wire_usage(usage: Usage) -> dict[str, JSON]:
    """The ``usage`` object; ``cache_write_tokens`` only when something was written."""
    prompt = {"cached_tokens": usage.cached, "audio_tokens": usage.audio_in}
    if usage.cache_write:
        prompt["cache_write_tokens"] = usage.cache_write
    return {
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.completion,
        "total_tokens": usage.total,
        "prompt_tokens_details": prompt,
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning,
            "audio_tokens": usage.audio_out,
            "accepted_prediction_tokens": usage.accepted_prediction,
            "rejected_prediction_tokens": usage.rejected_prediction,
        },
    }


def _prompt(request: ChatRequest) -> int:
    """Tokens of messages, tools and format, sound apart."""
    total = PER_MESSAGE
    for message in request.messages:
        total += PER_MESSAGE + sum(_part(part) for part in parts_of(message))
        if message.get("tool_calls"):
            total += text.count(jsontext.dumps(message["tool_calls"]).decode())
    for key in ("tools", "response_format"):
        if request.body.get(key):
            total += text.count(jsontext.dumps(request.body[key]).decode())
    return total


def _part(part: Mapping[str, JSON]) -> int:
    """Tokens of one content part, sound apart."""
    match part.get("type"):
        case "image_url":
            return IMAGE_LOW if part["image_url"].get("detail") == "low" else IMAGE_HIGH
        case "file":
            return FILE
        case "text" | "refusal":
            return text.count(part[part["type"]])
        case _:
            return 0


def _audio(part: Mapping[str, JSON]) -> int:
    """Tokens of one part of sound, by the length of its octets."""
    if part.get("type") != "input_audio":
        return 0
    return 1 + len(str(part["input_audio"].get("data", ""))) * 3 // 4 // OCTETS_PER_AUDIO_TOKEN


def _predicted(request: ChatRequest) -> int:
    """Tokens of the predicted output, if the client sent one."""
    prediction = request.body.get("prediction") or {}
    return sum(_part(part) for part in parts_of(prediction))
