"""The message of one choice, as a whole.

Rules of this file: what a choice says, joined from its blocks; shared by the
JSON body and the journal.
"""

from __future__ import annotations

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.citations import cited
from mock_upstream.protocols.openai.logprobs import token_logprobs
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.voice import voiced
from mock_upstream.reply import Answer, Block, Choice, Reasoning, Refusal, Text, ToolCall

__all__ = ["call_object", "choice_object", "is_custom", "tokens_of", "words_of"]


def words_of(choice: Choice, kind: type[Text] | type[Reasoning] | type[Refusal]) -> str | None:
    """What the blocks of ``kind`` say together; None when there are none."""
    found = [block.text for block in choice.blocks if isinstance(block, kind)]
    return "".join(found) if found else None


def tokens_of(block: Text | Reasoning | Refusal) -> tuple[str, ...]:
    """The pieces in which a block is streamed, each one token."""
    if isinstance(block, Text) and block.pieces:
        return block.pieces
    return text.pieces(block.text)


def choice_object(request: ChatRequest, answer: Answer, index: int) -> dict[str, JSON]:
    """One entry of ``choices`` in a JSON body."""
    choice = answer.choices[index]
    words = words_of(choice, Text)
    voice = voiced(request, answer, index, words)
    message: dict[str, JSON] = {
        "role": "assistant",
        "content": None if voice else words,
        "refusal": words_of(choice, Refusal),
        "annotations": cited(request, words),
    }
    if voice is not None:
        message["audio"] = voice.whole
    for thought in (block for block in choice.blocks if isinstance(block, Reasoning)):
        for name in thought.fields:
            message[name] = message.get(name, "") + thought.text
    calls = [block for block in choice.blocks if isinstance(block, ToolCall)]
    if calls:
        message["tool_calls"] = [call_object(request, call) for call in calls]
    return {
        "index": index,
        "message": message | dict(choice.message),
        "logprobs": _logprobs(request, choice) if answer.logprobs else None,
        "finish_reason": choice.finish,
    }


def call_object(request: ChatRequest, call: ToolCall) -> dict[str, JSON]:
    """A complete tool call."""
    if is_custom(request, call):
        custom = {"name": call.name, "input": call.arguments}
        return {"id": call.id, "type": "custom", "custom": custom}
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def is_custom(request: ChatRequest, call: ToolCall) -> bool:
    """Whether the call is of a tool that takes free text."""
    customs = [tool["custom"]["name"] for tool in request.tools if tool["type"] == "custom"]
    return call.name in customs


def _logprobs(request: ChatRequest, choice: Choice) -> JSON:
    """The log probabilities of a whole choice."""
    return {
        "content": _of_kind(request, choice.blocks, Text),
        "refusal": _of_kind(request, choice.blocks, Refusal),
    }


def _of_kind(
    request: ChatRequest, blocks: tuple[Block, ...], kind: type[Text] | type[Refusal]
) -> list[JSON] | None:
    """Those of the blocks of one kind; None when there are none."""
    found = [block for block in blocks if isinstance(block, kind)]
    tokens = [token for block in found for token in tokens_of(block)]
    return token_logprobs(tokens, top=request.top_logprobs) if found else None
