"""A request for content: a decoded body becomes a value, or the 400 of Google.

Rules of this file: what has to hold before anything can be said; fields that
are not known are accepted, as the API grows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.gemini.conversation import chat_body, field
from mock_upstream.protocols.gemini.errors import bad
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.reply import Failure

__all__ = ["PREFIX", "GeminiRequest", "method_of", "model_of", "read_content"]

PREFIX = "/v1beta/models/"
ROLES = (None, "", "user", "model", "function")


def model_of(path: str) -> str:
    """The model that a path names; it may be percent-encoded."""
    return unquote(path.removeprefix(PREFIX).rpartition(":")[0])


def method_of(path: str) -> str:
    """What a path asks of its model, behind the colon."""
    return path.rpartition(":")[2]


@dataclass(frozen=True)
class GeminiRequest:
    """A request that Google would serve."""

    path: str
    body: Mapping[str, JSON]
    query: str = ""

    @property
    def model(self) -> str:
        """The model asked for."""
        return model_of(self.path)

    @property
    def is_stream(self) -> bool:
        """Whether the answer is wanted piece by piece."""
        return method_of(self.path) == "streamGenerateContent"

    @property
    def is_sse(self) -> bool:
        """Whether the pieces are wanted as events; otherwise they make up one JSON array."""
        return ("alt", "sse") in parse_qsl(self.query)

    @property
    def wants_picture(self) -> bool:
        """Whether a picture is wanted in the answer."""
        modalities = field(field(self.body, "generationConfig"), "responseModalities")
        return "IMAGE" in (modalities or ())

    @cached_property
    def chat(self) -> ChatRequest:
        """The same question as a chat request, from which what is said is drawn."""
        return ChatRequest(MappingProxyType(chat_body(self.model, self.body)))


def read_content(path: str, body: JSON, query: str = "") -> GeminiRequest | Failure:
    """The request that a decoded body is, or what is wrong with it; None is no JSON."""
    if not isinstance(body, Mapping):
        return bad("Invalid JSON payload received.")
    wrong = next(_problems(body), None)
    return GeminiRequest(path, body, query) if wrong is None else bad(wrong)


def _problems(body: Mapping[str, JSON]) -> Iterator[str]:
    """What is wrong, in words."""
    contents = body.get("contents")
    if not isinstance(contents, list) or not contents:
        yield "* GenerateContentRequest.contents: contents is not specified"
        return
    for place, content in enumerate(contents):
        yield from _of_content(f"contents[{place}]", content)
    config = field(body, "generationConfig") or {}
    if not isinstance(config, Mapping):
        yield "Invalid value at 'generation_config'"
        return
    temperature, most = field(config, "temperature"), field(config, "maxOutputTokens")
    if temperature is not None and not (_is_number(temperature) and 0 <= temperature <= 2):
        yield f"Invalid value at 'generation_config.temperature' (TYPE_FLOAT), {temperature!r}"
    if most is not None and not (_is_number(most) and most >= 1):
        yield f"Invalid value at 'generation_config.max_output_tokens' (TYPE_INT32), {most!r}"


def _of_content(at: str, content: JSON) -> Iterator[str]:
    """What is wrong with one turn."""
    parts = content.get("parts") if isinstance(content, Mapping) else None
    if not isinstance(parts, list) or not parts:
        yield f"* GenerateContentRequest.{at}.parts: contents.parts must not be empty."
    elif not all(isinstance(part, Mapping) and part for part in parts):
        yield f"* GenerateContentRequest.{at}.parts: required oneof field 'data' must be set"
    elif any(not isinstance(part.get("text", ""), str) for part in parts):
        yield f"Invalid value at '{at}.parts[0].text' (TYPE_STRING)"
    elif content.get("role") not in ROLES:
        yield "Please use a valid role: user, model."


def _is_number(value: JSON) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
