"""A request for a message: a decoded body becomes a value, or the 400 of Anthropic.

Rules of this file: what is required, and the types of what later steps read. Any
``anthropic-version`` is taken, and unknown fields too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from mock_upstream.frames import Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.anthropic.conversation import chat_body
from mock_upstream.protocols.anthropic.errors import invalid
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Failure

__all__ = ["MessageRequest", "read_count", "read_message"]

ROLES = ("user", "assistant", "system")
"""The last one is of the newer version alone."""

NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text": ("text",),
        "image": ("source",),
        "document": ("source",),
        "tool_use": ("id", "name", "input"),
        "tool_result": ("tool_use_id",),
        "thinking": ("thinking", "signature"),
        "redacted_thinking": ("data",),
    }
)
"""The fields that a block has to have, by type; other types are taken as they are."""


@dataclass(frozen=True)
class MessageRequest:
    """A request that can be answered."""

    body: Mapping[str, JSON]

    @property
    def stream(self) -> bool:
        """Whether events are wanted."""
        return self.body.get("stream") is True

    @cached_property
    def chat(self) -> ChatRequest:
        """The chat request that asks the same."""
        return ChatRequest(MappingProxyType(chat_body(self.body)))

    @property
    def searches(self) -> bool:
        """Whether the provider's search of the web is offered."""
        tools = self.body.get("tools") or ()
        return any(str(tool.get("type")).startswith("web_search") for tool in tools)


def read_message(body: JSON, headers: Headers = ()) -> MessageRequest | Failure:
    """The request that a decoded body is, or what is wrong with it."""
    del headers
    return _read(body, ("model", "max_tokens", "messages"))


def read_count(body: JSON, headers: Headers = ()) -> MessageRequest | Failure:
    """The same for a count, which makes nothing and so has no limit."""
    del headers
    return _read(body, ("model", "messages"))


def _read(body: JSON, required: tuple[str, ...]) -> MessageRequest | Failure:
    if not isinstance(body, dict):
        return invalid("The request body is not valid JSON: expected an object")
    wrong = next(_problems(body, required), None)
    return MessageRequest(MappingProxyType(body)) if wrong is None else invalid(wrong)


def _problems(body: Mapping[str, JSON], required: tuple[str, ...]) -> Iterator[str]:
    """What is wrong, field by field; each step relies on those before it."""
    for name in required:
        if body.get(name) is None:
            yield f"{name}: Field required"
    limit = body.get("max_tokens", 1)
    if not isinstance(limit, int) or isinstance(limit, bool):
        yield "max_tokens: Input should be a valid integer"
    elif limit < 0:
        yield "max_tokens: Input should be greater than or equal to 0"
    for name, (low, high) in {"temperature": (0, 1), "top_p": (0, 1)}.items():
        value = body.get(name)
        if value is not None and not (isinstance(value, int | float) and low <= value <= high):
            yield f"{name}: Input should be a number from {low} to {high}"
    yield from _messages(body["messages"])
    tools = body.get("tools") or []
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        yield "tools: Input should be a valid array of objects"
    yield from _thinking(body)


def _messages(messages: JSON) -> Iterator[str]:
    if not isinstance(messages, list):
        yield "messages: Input should be a valid array"
    elif not messages:
        yield "messages: at least one message is required"
    for index, message in enumerate(messages):
        yield from _message(f"messages.{index}", message)


def _message(path: str, message: JSON) -> Iterator[str]:
    """What is wrong with one message."""
    if not isinstance(message, dict):
        yield f"{path}: Input should be an object"
    elif message.get("role") not in ROLES:
        yield f"{path}.role: Input should be 'user' or 'assistant'"
    elif isinstance(message.get("content"), list):
        for number, block in enumerate(message["content"]):
            yield from _block(f"{path}.content.{number}", block)
    elif not isinstance(message.get("content"), str):
        yield f"{path}.content: Input should be a valid string or array"


def _block(path: str, block: JSON) -> Iterator[str]:
    """What is wrong with one content block."""
    if not isinstance(block, dict) or not isinstance(block.get("type"), str):
        yield f"{path}.type: Field required"
        return
    for name in NEEDS.get(block["type"], ()):
        if block.get(name) is None:
            yield f"{path}.{block['type']}.{name}: Field required"


def _thinking(body: Mapping[str, JSON]) -> Iterator[str]:
    """A budget is a number below the limit."""
    thinking = body.get("thinking") or {}
    if not isinstance(thinking, Mapping):
        yield "thinking: Input should be an object"
    elif thinking.get("type") == "enabled":
        budget = thinking.get("budget_tokens")
        if not isinstance(budget, int) or budget < 1024:
            yield "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
        elif "max_tokens" in body and budget >= body["max_tokens"]:
            yield "`max_tokens` must be greater than `thinking.budget_tokens`"
