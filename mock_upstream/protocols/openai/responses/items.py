"""The output items of an answer, whole, and the pieces that they are streamed in.

Rules of this file: words that follow each other share a message; reasoning and
each call are items of their own. Shapes are those of a finished response.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.logprobs import token_logprobs
from mock_upstream.protocols.openai.message import tokens_of
from mock_upstream.protocols.openai.responses.inputs import PREFIXES
from mock_upstream.protocols.openai.responses.request import ResponsesRequest
from mock_upstream.reply import Answer, Block, Reasoning, Refusal, Text, ToolCall

__all__ = ["Item", "items_of"]

FRAGMENT = 3
"""Pieces of a tool call's arguments that share one event."""
SEARCHED = re.compile(r"search|latest|news|today|搜索|最新|新闻", re.I)
ENCRYPTED = "reasoning.encrypted_content"
LOGPROBS = "message.output_text.logprobs"
PAGE = {"url": "https://example.com/", "title": "Example Domain"}


@dataclass(frozen=True, slots=True)
class Item:
    """One output item; ``pieces`` has those of each of its parts, in order."""

    value: dict[str, JSON]
    pieces: tuple[tuple[str, ...], ...] = ()

    @property
    def type(self) -> str:
        """What the item is."""
        return str(self.value["type"])


def items_of(request: ResponsesRequest, answer: Answer, name: str, status: str) -> list[Item]:
    """The items of the first choice; the last one has the ``status`` of the whole."""
    blocks = answer.choices[0].blocks if answer.choices else ()
    made = [*_searches(request), *_of_blocks(request, blocks)]
    last = len(made) - 1
    return [
        _finished(item, f"{name}/{index}", status if index == last else "completed")
        for index, item in enumerate(made)
    ]


def _finished(item: Item, place: str, status: str) -> Item:
    """``item`` with its id and status in front."""
    number = text.digest("item", place)
    named = {"id": f"{PREFIXES[item.type]}_{number:016x}{text.digest(number):016x}"}
    return Item({**named, **item.value, "status": status}, item.pieces)


def _searches(request: ResponsesRequest) -> Iterator[Item]:
    """A search of the web, when that tool is offered and the question is one for it."""
    offered = [tool for tool in request.tools if str(tool.get("type")).startswith("web_search")]
    forced = isinstance(request.body.get("tool_choice"), dict)
    asked = request.chat.user_text
    if offered and (forced or SEARCHED.search(asked)):
        yield Item({"type": "web_search_call", "action": {"type": "search", "query": asked[:80]}})


def _of_blocks(request: ResponsesRequest, blocks: tuple[Block, ...]) -> Iterator[Item]:
    """The items of what is said."""
    for is_words, group in groupby(blocks, lambda block: isinstance(block, Text | Refusal)):
        if is_words:
            yield _message(request, [b for b in group if isinstance(b, Text | Refusal)])
            continue
        for block in group:
            if isinstance(block, Reasoning):
                yield _reasoning(request, block)
            elif isinstance(block, ToolCall):
                yield _call(request, block)


def _message(request: ResponsesRequest, blocks: list[Text | Refusal]) -> Item:
    """One message with a part for each block."""
    searched = any(_searches(request))
    parts = [_part(request, block, searched=searched) for block in blocks]
    pieces = tuple(tokens_of(block) for block in blocks)
    return Item({"type": "message", "role": "assistant", "content": parts}, pieces)


def _part(request: ResponsesRequest, block: Text | Refusal, *, searched: bool) -> dict[str, JSON]:
    """One content part."""
    if isinstance(block, Refusal):
        return {"type": "refusal", "refusal": block.text}
    cited = {"type": "url_citation", "start_index": 0, "end_index": len(block.text), **PAGE}
    top = int(request.body.get("top_logprobs") or 0)
    likely = token_logprobs(tokens_of(block), top=top) if LOGPROBS in request.include else []
    return {
        "type": "output_text",
        "text": block.text,
        "annotations": [cited] if searched else [],
        "logprobs": likely,
    }


def _reasoning(request: ResponsesRequest, block: Reasoning) -> Item:
    """The reasoning with its summary; sealed as well when that is asked for."""
    summary = [{"type": "summary_text", "text": block.text}]
    value: dict[str, JSON] = {"type": "reasoning", "summary": summary}
    if ENCRYPTED in request.include:
        value["encrypted_content"] = f"gAAAAA{text.digest(block.text):016x}"
    return Item(value, (tokens_of(block),))


def _call(request: ResponsesRequest, call: ToolCall) -> Item:
    """One call of a tool that the client runs."""
    parts = text.pieces(call.arguments)
    joined = tuple("".join(parts[at : at + FRAGMENT]) for at in range(0, len(parts), FRAGMENT))
    named: dict[str, JSON] = {"call_id": call.id, "name": call.name}
    customs = [tool.get("name") for tool in request.tools if tool.get("type") == "custom"]
    if call.name in customs:
        return Item({"type": "custom_tool_call", **named, "input": call.arguments}, (joined,))
    return Item({"type": "function_call", **named, "arguments": call.arguments}, (joined,))
