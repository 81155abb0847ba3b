"""The message that an answer is: its blocks, why it stopped, and what it cost.

Rules of this file: meaning becomes JSON of the wire, whole; how it is streamed stands
in ``events``.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping

from mock_upstream import jsontext, text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.anthropic.request import MessageRequest
from mock_upstream.reply import Answer, Block, Choice, Reasoning, Refusal, Text, ToolCall, Usage

__all__ = ["message", "signature", "summary", "wire_usage"]

STOPS: Mapping[str, str] = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "content_filter": "refusal",
}
"""What a finish is called here; other words of a script stay as they are."""

FOUND = {"type": "web_search_result", "title": "Example Domain", "url": "https://example.com/"}


def message(request: MessageRequest, answer: Answer, number: int) -> dict[str, JSON]:
    """The finished message, in answer to call ``number``."""
    first = answer.choices[0] if answer.choices else Choice(())
    value: dict[str, JSON] = {
        "id": _name(answer, number),
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "content": [*_searched(request, answer), *_blocks(first)],
        "stop_reason": STOPS.get(first.finish, first.finish),
        "stop_sequence": _sequence(request, first),
        "usage": wire_usage(answer.usage, searches=int(request.searches)),
    }
    return {**value, **answer.extras}


def wire_usage(usage: Usage, *, searches: int = 0) -> dict[str, JSON]:
    """The ``usage`` object: what was cached is not counted a second time as input."""
    hosted = {"web_search_requests": searches, "web_fetch_requests": 0}
    return {
        "input_tokens": max(0, usage.prompt - usage.cached - usage.cache_write),
        "cache_creation_input_tokens": usage.cache_write,
        "cache_read_input_tokens": usage.cached,
        "cache_creation": {
            "ephemeral_5m_input_tokens": usage.cache_write,
            "ephemeral_1h_input_tokens": 0,
        },
        "output_tokens": usage.completion,
        "server_tool_use": hosted if searches else None,
        "service_tier": "standard",
    }


def signature(words: str) -> str:
    """What seals a thought; the same for the same words."""
    drawn = "".join(f"{text.digest('signature', words, index):016x}" for index in range(6))
    return base64.b64encode(bytes.fromhex(drawn)).decode()


def summary(message: Mapping[str, JSON], answer: Answer) -> dict[str, JSON]:
    """What the answer means to say, for the journal."""
    first = answer.choices[0] if answer.choices else Choice(())
    said = "".join(block.text for block in first.blocks if isinstance(block, Text))
    keys = ("id", "content", "stop_reason", "stop_sequence", "usage")
    return {
        **{key: message[key] for key in keys},
        "model": answer.model,
        "text": said,
        "finish_reason": first.finish,
    }


def _sequence(request: MessageRequest, choice: Choice) -> str | None:
    """The first sequence that was to stop the message, when a script says that one did."""
    asked = request.chat.stop
    return asked[0] if asked and choice.finish == "stop_sequence" else None


def _name(answer: Answer, number: int) -> str:
    """The id of the message to call ``number``; a scripted one is taken as it is."""
    if not answer.id.startswith("chatcmpl-"):
        return answer.id
    return f"msg_01{text.digest('message', answer.id, number):016x}"


def _blocks(choice: Choice) -> Iterator[dict[str, JSON]]:
    """The content blocks; two texts side by side stay two."""
    for block in choice.blocks:
        yield _block(block)


def _block(block: Block) -> dict[str, JSON]:
    match block:
        case Reasoning() if block.redacted:
            return {"type": "redacted_thinking", "data": block.redacted}
        case Reasoning():
            sealed = block.signature or signature(block.text)
            return {"type": "thinking", "thinking": block.text, "signature": sealed}
        case ToolCall():
            name = f"toolu_{block.id.removeprefix('call_')}"
            return {"type": "tool_use", "id": name, "name": block.name, "input": _input(block)}
        case Text() | Refusal():
            return {"type": "text", "text": block.text}


def _input(call: ToolCall) -> JSON:
    """The arguments as a value; what a limit cut is no JSON, and empty here."""
    try:
        return jsontext.loads((call.arguments or "{}").encode())
    except ValueError:
        return {}


def _searched(request: MessageRequest, answer: Answer) -> Iterator[dict[str, JSON]]:
    """A search that the provider ran, where its tool is offered."""
    if not request.searches:
        return
    name = f"srvtoolu_{text.digest('search', answer.id):016x}"
    query = {"query": request.chat.user_text[:80]}
    yield {"type": "server_tool_use", "id": name, "name": "web_search", "input": query}
    found = {**FOUND, "encrypted_content": signature(name), "page_age": None}
    yield {"type": "web_search_tool_result", "tool_use_id": name, "content": [found]}
