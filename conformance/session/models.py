"""Chooses the models of a black-box run from what the relay lists. Pure.

Rules of this file: what the user named is never replaced, and nothing is
guessed: a name is taken when its kind is plain from it, or from what the
relay itself says of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import specs
from conformance.catalog.kinds import CHAT
from conformance.errors import UsageError
from conformance.model import JSON
from reports.said import said

PREFERRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        CHAT: (
            "gpt-4o-mini", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-4o", "deepseek-chat", "qwen-turbo",
        ),
        "completions": ("gpt-3.5-turbo-instruct", "babbage-002", "davinci-002"),
        "embeddings": ("text-embedding-3-small", "text-embedding-ada-002"),
        "gemini": ("gemini-2.5-flash-lite", "gemini-2.5-flash", "gemini-2.0-flash"),
        "gemini_embeddings": ("gemini-embedding-001", "text-embedding-004"),
        "images": ("dall-e-2", "gpt-image-1-mini", "gpt-image-1", "dall-e-3"),
        "moderations": ("omni-moderation-latest", "text-moderation-latest"),
        "speech": ("tts-1", "gpt-4o-mini-tts"),
        "transcriptions": ("whisper-1", "gpt-4o-mini-transcribe"),
        "translations": ("whisper-1",),
    }
)  # fmt: skip
"""Cheap models that many relays have, by kind; the first that is listed is asked for."""

_PLAIN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "embeddings": ("embed", "bge-"),
        "images": ("gpt-image", "dall-e", "stable-diffusion", "flux"),
        "moderations": ("moderation",),
        "speech": ("tts",),
        "transcriptions": ("transcribe", "whisper"),
        "translations": ("whisper",),
    }
)
"""Parts of names that tell the kind."""

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "openai": "chat",
        "chat": "chat",
        "completion": "completions",
        "embedding": "embeddings",
        "embeddings": "embeddings",
        "image-generation": "images.generations",
        "image_generation": "images.generations",
        "moderation": "moderations",
        "audio_speech": "audio.speech",
        "audio_transcription": "audio.transcriptions",
        "openai-response": "responses",
        "responses": "responses",
    }
)
"""Capabilities by the words of ``supported_endpoint_types`` (new-api) and ``mode`` (LiteLLM)."""

_AT_EVERY_MODEL = "openai"
"""New-api's word for chat, which tells no model from another."""

_MOST_NAME = 200
_NO_CHAT = ("rerank", "realtime", "audio", "instruct", "sora", "video")
_FALLBACK: Mapping[str, str] = MappingProxyType({"responses": CHAT})


@dataclass(frozen=True, slots=True)
class Listed:
    """One model of the relay's list, and the words by which the list describes it."""

    id: str
    types: frozenset[str] = frozenset()
    """``supported_endpoint_types`` and ``mode``, where the relay has them."""
    features: frozenset[str] = frozenset()
    """``supported_features`` or ``supported_parameters``."""


def listed(answer: JSON) -> tuple[Listed, ...]:
    """The models of a list; empty for what is none."""
    rows = answer.get("data") if isinstance(answer, Mapping) else None
    return tuple(
        Listed(
            row["id"],
            _words(row, "supported_endpoint_types") | _words(row, "mode"),
            _words(row, "supported_features") | _words(row, "supported_parameters"),
        )
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping) and _is_name(row.get("id"))
    )


def choose(
    kinds: Iterable[str],
    rows: Sequence[Listed],
    *,
    named: Mapping[str, str],
    promised: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """A model for each of ``kinds`` as far as one can be told; ``named`` ones stay.

    ``promised`` are those of a profile, taken unless the relay's list lacks them.
    """
    chosen = dict(named)
    for kind in sorted(kinds, key=lambda one: (one in _FALLBACK, one != CHAT, one)):
        found = _chosen(kind, rows, promised) or chosen.get(_FALLBACK.get(kind, ""))
        if kind not in chosen and found is not None:
            chosen[kind] = found
    return chosen


def told(named: Mapping[str, str], chosen: Mapping[str, str]) -> list[str]:
    """What the user is told of the choice: the chat model first, then all others on one line."""
    new = {kind: name for kind, name in chosen.items() if kind not in named}
    chat = new.pop(CHAT, None)
    lines: list[str] = [] if chat is None else [said("note.model", name=chat)]
    if new:
        pairs = ", ".join(f"{kind}={name}" for kind, name in sorted(new.items()))
        lines.append(said("note.models", pairs=pairs))
    return lines


def must_chat(rows: Sequence[Listed]) -> UsageError:
    """What a user is told when no chat model can be told."""
    names = [row.id for row in rows[:5]]
    shown = json.dumps(names) if names else "no list of models"
    return UsageError(f"which model is to be asked for? the relay gives {shown}; add --model NAME")


def _chosen(kind: str, rows: Sequence[Listed], promised: Mapping[str, str]) -> str | None:
    names = [row.id for row in rows]
    if kind in promised and (not names or promised[kind] in names):
        return promised[kind]
    for name in (*PREFERRED.get(kind, ()), *_plain(kind, rows)):
        if name in names:
            return name
    return names[0] if len(names) == 1 else None


def _plain(kind: str, rows: Sequence[Listed]) -> list[str]:
    """The names of that kind, in the order of the list; the relay's own word goes first."""
    sounding = [row.id for row in rows if _sounds(kind, row.id)]
    own = [row.id for row in rows if any(_kind(word) == kind for word in row.types)]
    return own + sounding


def _kind(word: str) -> str | None:
    """The kind of model that a word of the list is for; ``None``: it tells nothing."""
    capability = None if word == _AT_EVERY_MODEL else TYPES.get(word)
    return _kinds().get(capability) if capability is not None else None


@cache
def _kinds() -> Mapping[str, str]:
    """Kinds of models by the capability of the endpoint that takes them."""
    rows = (row for row in specs.endpoints() if "capability" in row)
    return {row["capability"]: row.get("model", CHAT) for row in rows}


def _sounds(kind: str, name: str) -> bool:
    """Whether the name is plainly one of that kind; a chat model's is none of another."""
    lowered = name.lower()
    if kind != CHAT:
        return any(part in lowered for part in _PLAIN.get(kind, ()))
    others = [part for parts in _PLAIN.values() for part in parts]
    is_other = any(part in lowered for part in (*others, *_NO_CHAT))
    return not is_other and ("chat" in lowered or "gpt" in lowered)


def _is_name(value: JSON) -> bool:
    """Whether a relay's word can be asked for, shown and written: it is hostile input."""
    return isinstance(value, str) and 0 < len(value) <= _MOST_NAME and value.isprintable()


def _words(row: Mapping[str, JSON], key: str) -> frozenset[str]:
    value = row.get(key)
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(str(one) for one in value) if isinstance(value, list) else frozenset()
