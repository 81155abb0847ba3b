"""Documented request fields of each endpoint and the JSON types each may have.

Rules of this file: types only. Ranges, enumerations and combinations are the
upstream's business, and a field that stands in no table is forwarded unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

__all__ = [
    "ARRAY",
    "BOOLEAN",
    "CHAT",
    "COMPLETIONS",
    "EMBEDDINGS",
    "GEMINI",
    "IMAGE_EDITS",
    "IMAGE_GENERATIONS",
    "INTEGER",
    "MESSAGES",
    "METADATA",
    "MODERATIONS",
    "NUMBER",
    "OBJECT",
    "RESPONSES",
    "SPEECH",
    "STRING",
    "Fields",
]

Fields: TypeAlias = Mapping[str, tuple[str, ...]]
"""Names, and what a value may be, in the words of a refusal."""

STRING: Final = "a string"
BOOLEAN: Final = "a boolean"
INTEGER: Final = "an integer"
NUMBER: Final = "a number"
OBJECT: Final = "an object"
ARRAY: Final = "an array"


def _optional(names: str, *types: str) -> Fields:
    """Fields that may be left out or be null."""
    return dict.fromkeys(names.split(), (*types, "null"))


_SAMPLING: Fields = {
    **_optional("temperature top_p frequency_penalty presence_penalty", NUMBER),
    **_optional("n max_tokens seed", INTEGER),
    **_optional("logit_bias stream_options", OBJECT),
    **_optional("stop", STRING, ARRAY),
    **_optional("stream", BOOLEAN),
    **_optional("user", STRING),
}

CHAT: Fields = {
    "model": (STRING,),
    "messages": (ARRAY,),
    **_SAMPLING,
    **_optional("max_completion_tokens top_logprobs", INTEGER),
    **_optional("logprobs store parallel_tool_calls", BOOLEAN),
    **_optional("metadata response_format audio prediction moderation", OBJECT),
    **_optional("web_search_options prompt_cache_options", OBJECT),
    **_optional("modalities tools functions", ARRAY),
    **_optional("tool_choice function_call", STRING, OBJECT),
    **_optional("safety_identifier prompt_cache_key prompt_cache_retention", STRING),
    **_optional("service_tier verbosity reasoning_effort", STRING),
}

METADATA: Fields = _optional("metadata", OBJECT)
"""Of a chat completion that was kept: all that can be changed of it."""

COMPLETIONS: Fields = {
    "model": (STRING,),
    "prompt": (STRING, ARRAY, "null"),
    **_SAMPLING,
    **_optional("best_of logprobs", INTEGER),
    **_optional("echo", BOOLEAN),
    **_optional("suffix", STRING),
}

EMBEDDINGS: Fields = {
    "model": (STRING,),
    "input": (STRING, ARRAY),
    **_optional("encoding_format user", STRING),
    **_optional("dimensions", INTEGER),
}

GEMINI: Fields = {
    **_optional("contents tools safetySettings", ARRAY),
    **_optional("systemInstruction generationConfig toolConfig generateContentRequest", OBJECT),
    **_optional("cachedContent", STRING),
}

MODERATIONS: Fields = {"input": (STRING, ARRAY), **_optional("model", STRING)}

_IMAGES: Fields = {
    "prompt": (STRING,),
    **_optional("model quality output_format size moderation background user", STRING),
    **_optional("n output_compression partial_images", INTEGER),
    **_optional("stream", BOOLEAN),
}

IMAGE_GENERATIONS: Fields = {**_IMAGES, **_optional("response_format style", STRING)}

IMAGE_EDITS: Fields = {
    **_IMAGES,
    **_optional("images", ARRAY),
    **_optional("mask", OBJECT),
    **_optional("input_fidelity", STRING),
}
"""Of the JSON form; in a multipart form every value is text or a file."""

SPEECH: Fields = {
    "model": (STRING,),
    "input": (STRING,),
    "voice": (STRING, OBJECT),
    **_optional("instructions response_format stream_format", STRING),
    **_optional("speed", NUMBER),
}

RESPONSES: Fields = {
    "model": (STRING,),
    **_optional("input", STRING, ARRAY),
    **_optional("metadata text prompt reasoning moderation stream_options", OBJECT),
    **_optional("prompt_cache_options", OBJECT),
    **_optional("temperature top_p", NUMBER),
    **_optional("top_logprobs max_tool_calls max_output_tokens", INTEGER),
    **_optional("background parallel_tool_calls store stream", BOOLEAN),
    **_optional("tools include context_management", ARRAY),
    **_optional("tool_choice conversation", STRING, OBJECT),
    **_optional("instructions", STRING, ARRAY),
    **_optional("user safety_identifier prompt_cache_key prompt_cache_retention", STRING),
    **_optional("previous_response_id service_tier truncation", STRING),
}

MESSAGES: Fields = {
    "model": (STRING,),
    "messages": (ARRAY,),
    **_optional("max_tokens top_k", INTEGER),
    **_optional("temperature top_p", NUMBER),
    **_optional("system", STRING, ARRAY),
    **_optional("stop_sequences tools", ARRAY),
    **_optional("metadata thinking tool_choice output_config cache_control", OBJECT),
    **_optional("stream", BOOLEAN),
    **_optional("service_tier", STRING),
}
