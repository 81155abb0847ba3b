"""What an upstream means to say, before any dialect or fault touches it.

Rules of this file: values that every dialect can render; no JSON key of one
vendor, no octets. Token counts are scripted or counted by ``text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mock_upstream.frames import Headers


@dataclass(frozen=True, slots=True)
class Text:
    """Visible words; streamed in ``pieces`` when given, else word by word."""

    text: str
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasoning:
    """Thinking shown beside the answer (``reasoning_content`` in chat).

    ``signature`` seals it where a dialect does so; ``redacted`` is what stands in its place;
    ``fields`` are the names under which chat shows it.
    """

    text: str
    signature: str = ""
    redacted: str = ""
    fields: tuple[str, ...] = ("reasoning_content",)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal in place of an answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One function call; ``arguments`` is JSON text as the wire carries it."""

    id: str
    name: str
    arguments: str


Block: TypeAlias = Text | Reasoning | Refusal | ToolCall


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts; ``cached`` and ``reasoning`` are inside the two totals."""

    prompt: int
    completion: int
    cached: int = 0
    cache_write: int = 0
    reasoning: int = 0
    audio_in: int = 0
    audio_out: int = 0
    accepted_prediction: int = 0
    rejected_prediction: int = 0

    @property
    def total(self) -> int:
        """Prompt and completion together."""
        return self.prompt + self.completion


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer among ``n``; ``finish`` is ``stop length tool_calls content_filter``.

    ``message`` is what a chat message has beside its words.
    """

    blocks: tuple[Block, ...]
    finish: str = "stop"
    message: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A success. ``extras`` are merged into every object on the wire as they are."""

    id: str
    created: int
    model: str
    choices: tuple[Choice, ...]
    usage: Usage
    system_fingerprint: str | None = None
    service_tier: str | None = None
    logprobs: bool = False
    headers: Headers = ()
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """An error reply. ``body`` is JSON, or text when ``content_type`` says so."""

    status: int
    body: Any
    headers: Headers = ()
    content_type: str = "application/json"
    name: str | None = None
    """Row of the error catalogue it came from."""


Reply: TypeAlias = Answer | Failure
