"""What the relay serves, one row for each path.

Rules of this file: a row says how the request is read, where it is sent, and
how the answer is passed on. The code that does so knows the columns, not the
paths. Whatever stands in no row is a 404.
"""

from __future__ import annotations

import re
from functools import cache

from conformance.relay import fields
from conformance.relay.dialects import ANTHROPIC, GEMINI
from conformance.relay.endpoint import Endpoint, Gives, Routed, Streams, Takes
from conformance.relay.task_endpoints import IDEOGRAM_PATHS, TASKS

__all__ = ["ENDPOINTS", "Endpoint", "Gives", "Routed", "Streams", "Takes", "find", "methods", "row"]


_RESPONSE_ENDS = frozenset({"response.completed", "response.failed", "response.incomplete"})

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("/v1/models", ("GET", "HEAD"), Routed.HERE, Takes.NOTHING),
    Endpoint("/v1/models/{model}", ("GET", "HEAD"), Routed.HERE, Takes.NOTHING),
    Endpoint(
        "/v1/chat/completions",
        gives=Gives.COMPLETION,
        has=("choices", list),
        streams=Streams.CHAT,
        required=("model", "messages"),
        fields=fields.CHAT,
        is_kept=True,
        keeps_unasked=False,
    ),
    Endpoint(
        "/v1/chat/completions/{id}",
        ("GET", "DELETE"),
        Routed.BY_RESPONSE,
        Takes.NOTHING,
        has=("id", str),
    ),
    Endpoint(
        "/v1/chat/completions/{id}",
        ("POST",),
        Routed.BY_RESPONSE,
        has=("id", str),
        required=("metadata",),
        fields=fields.METADATA,
    ),
    Endpoint(
        "/v1/chat/completions/{id}/messages",
        ("GET",),
        Routed.BY_RESPONSE,
        Takes.NOTHING,
        has=("data", list),
    ),
    Endpoint(
        "/v1/completions",
        has=("choices", list),
        streams=Streams.TEXT,
        required=("model", "prompt"),
        fields=fields.COMPLETIONS,
    ),
    Endpoint(
        "/v1/embeddings",
        has=("data", list),
        required=("model", "input"),
        fields=fields.EMBEDDINGS,
    ),
    Endpoint(
        "/v1/moderations",
        has=("results", list),
        required=("input",),
        fields=fields.MODERATIONS,
        default_model="omni-moderation-latest",
    ),
    Endpoint(
        "/v1/images/generations",
        has=("data", list),
        streams=Streams.TYPED,
        ends=frozenset({"image_generation.completed"}),
        required=("prompt",),
        fields=fields.IMAGE_GENERATIONS,
        default_model="dall-e-2",
    ),
    Endpoint(
        "/v1/images/edits",
        takes=Takes.EITHER,
        has=("data", list),
        streams=Streams.TYPED,
        ends=frozenset({"image_edit.completed"}),
        required=("prompt",),
        fields=fields.IMAGE_EDITS,
        default_model="gpt-image-1.5",
    ),
    Endpoint(
        "/v1/images/variations",
        takes=Takes.FORM,
        has=("data", list),
        required=("image",),
        default_model="dall-e-2",
    ),
    Endpoint(
        "/v1/audio/speech",
        gives=Gives.OCTETS,
        streams=Streams.TYPED,
        asks=("stream_format", "sse"),
        ends=frozenset({"speech.audio.done"}),
        required=("model", "input", "voice"),
        fields=fields.SPEECH,
    ),
    Endpoint(
        "/v1/audio/transcriptions",
        takes=Takes.FORM,
        gives=Gives.BY_FORMAT,
        has=("text", str),
        streams=Streams.TYPED,
        ends=frozenset({"transcript.text.done"}),
        required=("file", "model"),
    ),
    Endpoint(
        "/v1/audio/translations",
        takes=Takes.FORM,
        gives=Gives.BY_FORMAT,
        has=("text", str),
        required=("file", "model"),
    ),
    Endpoint(
        "/v1/responses",
        has=("id", str),
        streams=Streams.RESPONSE,
        ends=_RESPONSE_ENDS,
        fields=fields.RESPONSES,
        is_kept=True,
    ),
    Endpoint(
        "/v1/responses/input_tokens",
        has=("object", str),
        fields=fields.RESPONSES,
        is_kept=True,
    ),
    Endpoint("/v1/responses/compact", has=("output", list), fields=fields.RESPONSES, is_kept=True),
    Endpoint(
        "/v1/responses/{id}",
        ("GET", "DELETE"),
        Routed.BY_RESPONSE,
        Takes.NOTHING,
        has=("id", str),
        streams=Streams.RESPONSE,
        ends=_RESPONSE_ENDS,
    ),
    Endpoint(
        "/v1/responses/{id}/cancel",
        ("POST",),
        Routed.BY_RESPONSE,
        Takes.NOTHING,
        has=("id", str),
    ),
    Endpoint(
        "/v1/responses/{id}/input_items",
        ("GET",),
        Routed.BY_RESPONSE,
        Takes.NOTHING,
        has=("data", list),
    ),
    Endpoint(
        "/v1/messages",
        has=("content", list),
        streams=Streams.MESSAGE,
        ends=frozenset({"message_stop"}),
        required=("model", "max_tokens", "messages"),
        fields=fields.MESSAGES,
        dialect=ANTHROPIC,
    ),
    Endpoint(
        "/v1/messages/count_tokens",
        has=("input_tokens", int),
        required=("model", "messages"),
        fields=fields.MESSAGES,
        dialect=ANTHROPIC,
    ),
    Endpoint("/v1beta/models", ("GET",), Routed.HERE, Takes.NOTHING, dialect=GEMINI),
    Endpoint(
        "/v1beta/models/{model}:generateContent",
        has=("usageMetadata", dict),
        required=("contents",),
        fields=fields.GEMINI,
        dialect=GEMINI,
        reports="modelVersion",
    ),
    Endpoint(
        "/v1beta/models/{model}:streamGenerateContent",
        streams=Streams.CONTENT,
        asks=("", None),
        required=("contents",),
        fields=fields.GEMINI,
        dialect=GEMINI,
        query="alt=sse",
    ),
    Endpoint(
        "/v1beta/models/{model}:countTokens",
        has=("totalTokens", int),
        required=(),
        fields=fields.GEMINI,
        dialect=GEMINI,
    ),
    Endpoint(
        "/v1beta/models/{model}:embedContent",
        has=("embedding", dict),
        required=("content",),
        dialect=GEMINI,
    ),
    Endpoint(
        "/v1beta/models/{model}:batchEmbedContents",
        has=("embeddings", list),
        required=("requests",),
        dialect=GEMINI,
    ),
    Endpoint("/v1beta/models/{model}", ("GET",), Routed.HERE, Takes.NOTHING, dialect=GEMINI),
    Endpoint("/v1/dashboard/billing/subscription", ("GET",), Routed.HERE, Takes.NOTHING),
    Endpoint("/v1/dashboard/billing/usage", ("GET",), Routed.HERE, Takes.NOTHING),
    Endpoint("/api/usage/token", ("GET",), Routed.HERE, Takes.NOTHING),
    *TASKS,
    *IDEOGRAM_PATHS,
)
"""Every path that is served; what has a placeholder stands behind what it could stand for."""


def find(path: str, method: str = "POST") -> tuple[Endpoint, str] | None:
    """Return the row of a path and what stands for its placeholder, still encoded.

    Of two rows of a path it is the one with the method, else the first.
    """
    found = [
        (endpoint, match.group(1) if match.lastindex else "")
        for endpoint in ENDPOINTS
        if (match := _pattern(endpoint.path).fullmatch(path))
    ]
    return next((one for one in found if method in one[0].methods), found[0] if found else None)


def methods(path: str) -> list[str]:
    """Return what may be asked of the rows that are written for ``path``."""
    return [method for one in ENDPOINTS if one.path == path for method in one.methods]


def row(path: str) -> Endpoint:
    """Return the row that is written for ``path``. Raises KeyError."""
    return {endpoint.path: endpoint for endpoint in ENDPOINTS}[path]


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.escape(path).replace(r"\{model\}", "(.+)").replace(r"\{id\}", "([^/]+)"))
