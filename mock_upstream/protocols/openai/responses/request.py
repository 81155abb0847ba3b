"""A request for a response: a decoded body becomes a value, or the 400 of OpenAI.

Rules of this file: the table of plain fields, and what later steps ask of a
request. Unknown fields are accepted, as clients of many vendors send them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from mock_upstream.frames import Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import fields, rules
from mock_upstream.protocols.openai.errors import failure
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.responses.conversation import chat_body
from mock_upstream.protocols.openai.responses.inputs import check_input, items_of
from mock_upstream.protocols.openai.responses.tools import check_format, check_tools
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.reply import Failure

__all__ = ["ResponsesRequest", "read_response"]


def _any(path: str, value: JSON) -> Failure | None:
    """Anything at all; it is looked at elsewhere."""
    del path, value
    return None


FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        "model": rules.string,
        "input": _any,
        "instructions": rules.string,
        "stream": rules.boolean,
        "stream_options": rules.mapping,
        "background": rules.boolean,
        "store": rules.boolean,
        "previous_response_id": rules.string,
        "temperature": rules.decimal(0, 2),
        "top_p": rules.decimal(0, 1),
        "top_logprobs": rules.integer(0, 20),
        "max_output_tokens": rules.integer(16),
        "max_tool_calls": rules.integer(1),
        "parallel_tool_calls": rules.boolean,
        "metadata": rules.mapping,
        "include": rules.array(rules.string),
        "reasoning": rules.mapping,
        "text": rules.mapping,
        "tools": rules.array(rules.mapping, high=128),
        "truncation": rules.string,
        "service_tier": rules.string,
        "user": rules.string,
        "safety_identifier": rules.string,
        "prompt_cache_key": rules.string,
    }
)
"""Null counts as absent for every field but the two required ones."""

REQUIRED = ("model", "input")

Messages: TypeAlias = Sequence[Mapping[str, JSON]]
"""A conversation as chat writes it."""


@dataclass(frozen=True)
class ResponsesRequest:
    """A request that OpenAI would serve; ``before`` is the conversation that it goes on with."""

    body: Mapping[str, JSON]
    before: Messages = ()

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body["model"])

    @property
    def stream(self) -> bool:
        """Whether events are wanted."""
        return bool(self.body.get("stream"))

    @property
    def background(self) -> bool:
        """Whether the answer is made while nobody waits."""
        return bool(self.body.get("background"))

    @property
    def store(self) -> bool:
        """Whether the answer is kept; it is unless the client says no."""
        return self.body.get("store") is not False

    @property
    def include(self) -> tuple[str, ...]:
        """What the answer shows on demand only."""
        return tuple(self.body.get("include") or ())

    @property
    def tools(self) -> list[Mapping[str, JSON]]:
        """The tools offered."""
        return list(self.body.get("tools") or ())

    @property
    def include_obfuscation(self) -> bool:
        """Whether padding was asked for by name."""
        return (self.body.get("stream_options") or {}).get("include_obfuscation") is True

    @cached_property
    def items(self) -> list[dict[str, JSON]]:
        """The input as items, each with an id."""
        return items_of(self.body["input"])

    @cached_property
    def chat(self) -> ChatRequest:
        """The same question as a chat request, from which what is said is drawn."""
        return ChatRequest(MappingProxyType(chat_body(self.body, self.before, self.items)))


def read_response(
    body: JSON, headers: Headers, conversation: Callable[[str], Messages | None]
) -> ResponsesRequest | Failure:
    """The request that a decoded body is, or what is wrong with it.

    ``conversation`` gives what was said up to a response that was kept, or None.
    """
    wrong = fields.refused(body, headers, FIELDS, REQUIRED) or rules.first(_together(body))
    name = body.get("previous_response_id") if wrong is None else None
    if name is None:
        return wrong or ResponsesRequest(body)
    before = conversation(name)
    if before is None:
        message = f"Previous response with id '{name}' not found."
        return failure("previous_response_not_found", message=message)
    return ResponsesRequest(body, before)


def _together(body: Mapping[str, JSON]) -> Iterator[Failure | None]:
    """What is wrong with sound fields between them; each step relies on those before it."""
    yield check_input(body["input"])
    yield check_tools(body)
    yield check_format(body)
    if body.get("background") and body.get("store") is False:
        message = "The 'background' parameter needs 'store' to be true."
        yield rules.bad("invalid_value", message, "background")
