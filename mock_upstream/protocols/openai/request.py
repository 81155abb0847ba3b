"""A chat request: octets become a value, or the 400 that OpenAI answers.

Rules of this file: the table of plain fields, and what later steps ask of a
request. Unknown fields are accepted, as clients of many vendors send them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from mock_upstream import jsontext
from mock_upstream.frames import Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import fields, rules
from mock_upstream.protocols.openai.messages import check_messages, message_text
from mock_upstream.protocols.openai.options import check_options
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.reply import Failure

__all__ = ["ChatRequest", "parse_chat", "read_chat"]


def _stop(path: str, value: JSON) -> Failure | None:
    """One text, or one to four of them."""
    if isinstance(value, str):
        return None
    return rules.array(rules.string, low=1, high=4)(path, value)


def _stream_options(path: str, value: JSON) -> Failure | None:
    """Two switches, each optional."""
    if not isinstance(value, Mapping):
        return rules.wrong_type(path, "an object", value)
    keys = ("include_usage", "include_obfuscation")
    return rules.first(
        rules.boolean(f"{path}.{key}", value[key]) for key in keys if value.get(key) is not None
    )


FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        "model": rules.string,
        "messages": rules.array(rules.mapping, low=1),
        "stream": rules.boolean,
        "stream_options": _stream_options,
        "temperature": rules.decimal(0, 2),
        "top_p": rules.decimal(0, 1),
        "n": rules.integer(1, 128),
        "max_tokens": rules.integer(1),
        "max_completion_tokens": rules.integer(1),
        "presence_penalty": rules.decimal(-2, 2),
        "frequency_penalty": rules.decimal(-2, 2),
        "stop": _stop,
        "seed": rules.integer(-(2**63), 2**63 - 1),
        "logprobs": rules.boolean,
        "top_logprobs": rules.integer(0, 20),
        "logit_bias": rules.mapping,
        "user": rules.string,
        "parallel_tool_calls": rules.boolean,
        "reasoning_effort": rules.string,
        "service_tier": rules.string,
        "store": rules.boolean,
        "metadata": rules.mapping,
        "modalities": rules.array(rules.string),
        "prediction": rules.mapping,
        "audio": rules.mapping,
        "web_search_options": rules.mapping,
    }
)
"""Null counts as absent for every field but the two required ones."""

REQUIRED = ("model", "messages")


@dataclass(frozen=True)
class ChatRequest:
    """A request that OpenAI would serve; ``body`` is all of it, unknown fields too."""

    body: Mapping[str, JSON]
    root: str = "http://localhost"
    """Where the client reached the mock, for links to it."""

    @property
    def model(self) -> str:
        """The model asked for."""
        return str(self.body["model"])

    @property
    def messages(self) -> list[Mapping[str, JSON]]:
        """The conversation so far."""
        return list(self.body["messages"])

    @property
    def stream(self) -> bool:
        """Whether events are wanted."""
        return bool(self.body.get("stream"))

    @property
    def include_usage(self) -> bool:
        """Whether the stream ends with the token counts."""
        return bool(self._stream_options.get("include_usage"))

    @property
    def include_obfuscation(self) -> bool:
        """Whether padding was asked for by name."""
        return self._stream_options.get("include_obfuscation") is True

    @property
    def _stream_options(self) -> Mapping[str, JSON]:
        return self.body.get("stream_options") or {}

    @property
    def n(self) -> int:
        """How many choices are wanted."""
        return int(self.body.get("n") or 1)

    @property
    def max_tokens(self) -> int | None:
        """The limit of tokens per choice, by either name."""
        value = self.body.get("max_completion_tokens")
        return value if value is not None else self.body.get("max_tokens")

    @property
    def stop(self) -> tuple[str, ...]:
        """The stop sequences; empty ones stop nothing."""
        value = self.body.get("stop") or ()
        return tuple(text for text in ([value] if isinstance(value, str) else value) if text)

    @property
    def tools(self) -> list[Mapping[str, JSON]]:
        """The tools offered."""
        return list(self.body.get("tools") or ())

    @property
    def top_logprobs(self) -> int:
        """How many alternatives of each token are wanted."""
        return int(self.body.get("top_logprobs") or 0)

    @property
    def response_format(self) -> Mapping[str, JSON]:
        """The format wanted; plain text unless said otherwise."""
        return self.body.get("response_format") or {"type": "text"}

    @property
    def is_spoken(self) -> bool:
        """Whether the answer is wanted as sound."""
        return "audio" in (self.body.get("modalities") or ())

    @cached_property
    def user_text(self) -> str:
        """What the last user message says."""
        users = [message for message in self.messages if message["role"] == "user"]
        return message_text(users[-1]) if users else ""

    @property
    def after_tool(self) -> bool:
        """Whether the conversation ends with the result of a tool."""
        return bool(self.messages[-1]["role"] in ("tool", "function"))


def parse_chat(body: bytes, headers: Headers = ()) -> ChatRequest | Failure:
    """The request that ``body`` is, or what is wrong with it."""
    try:
        value = jsontext.loads(body)
    except ValueError:
        value = None
    return read_chat(value, headers)


def read_chat(body: JSON, headers: Headers = ()) -> ChatRequest | Failure:
    """The request that a decoded body is, or what is wrong with it; None is no JSON."""
    hosts = [f"http://{value}" for name, value in headers if name.lower() == "host"]
    return (
        fields.refused(body, headers, FIELDS, REQUIRED)
        or rules.first(_together(body))
        or ChatRequest(MappingProxyType(body), *hosts[:1])
    )


def _together(body: Mapping[str, JSON]) -> Iterator[Failure | None]:
    """What is wrong with sound fields between them; each step relies on those before it."""
    yield check_messages(body["messages"])
    yield check_options(body, "\n".join(map(message_text, body["messages"])))
