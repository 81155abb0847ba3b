"""Every request that our schemas let through is one that the OpenAI SDK's types can hold."""

from __future__ import annotations

from typing import Any

import pytest

import specs

pytest.importorskip("openai")

from openai.types import (
    completion_create_params,
    embedding_create_params,
    image_generate_params,
    moderation_create_params,
)
from openai.types.audio import speech_create_params
from openai.types.chat import completion_create_params as chat_create_params
from openai.types.responses import response_create_params
from pydantic import TypeAdapter

TYPES: dict[str, Any] = {
    "audio.speech.request": speech_create_params.SpeechCreateParams,
    "chat.completion.request": chat_create_params.CompletionCreateParams,
    "embedding.request": embedding_create_params.EmbeddingCreateParams,
    "image.generation.request": image_generate_params.ImageGenerateParams,
    "moderation.request": moderation_create_params.ModerationCreateParams,
    "response.request": response_create_params.ResponseCreateParams,
    "text_completion.request": completion_create_params.CompletionCreateParams,
}
VALID = [
    (name, file)
    for dialect, name, kind, file in (rel.split("/") for rel in specs.names("examples"))
    if dialect == "openai" and kind == "valid" and name in TYPES
]


@pytest.mark.parametrize(("name", "file"), VALID, ids=lambda part: part)
def test_the_sdk_can_send_every_valid_request(name: str, file: str) -> None:
    """Ranges and required keys are the schema's alone: the SDK's types do not have them."""
    example = specs.load_json(f"examples/openai/{name}/valid/{file}")

    TypeAdapter(TYPES[name]).validate_python(example)
