"""The schemas of pictures and sound and the types of the OpenAI SDK take each other's objects."""

from __future__ import annotations

from typing import Any

import pytest

import specs

pytest.importorskip("openai")

from openai.types import (
    Image,
    ImageEditStreamEvent,
    ImageGenStreamEvent,
    ImagesResponse,
    images_response,
)
from openai.types.audio import (
    Transcription,
    TranscriptionDiarized,
    TranscriptionStreamEvent,
    TranscriptionVerbose,
    transcription,
)
from pydantic import BaseModel, TypeAdapter

TYPES: dict[str, Any] = {
    "images.response": ImagesResponse,
    "image.usage": images_response.Usage,
    "transcription.usage": transcription.Usage,
    "image.event": ImageGenStreamEvent | ImageEditStreamEvent,
    "transcription": Transcription,
    "transcription.verbose": TranscriptionVerbose,
    "transcription.diarized": TranscriptionDiarized,
    "transcript.event": TranscriptionStreamEvent,
}
LAXER = {
    ("image.event", "openai-example-partial.json"),
    ("image.event", "openai-example-completed.json"),
    ("transcript.event", "openai-done.json"),
}
"""OpenAI's own examples that lack what its SDK's types require."""

VALID = [
    (name, file)
    for dialect, name, kind, file in (rel.split("/") for rel in specs.names("examples"))
    if dialect == "openai" and kind == "valid" and name in TYPES and (name, file) not in LAXER
]


@pytest.mark.parametrize(("name", "file"), VALID, ids=lambda part: part)
def test_the_sdk_takes_every_valid_example(name: str, file: str) -> None:
    """What our schema lets through, the SDK's type can hold."""
    example = specs.load_json(f"examples/openai/{name}/valid/{file}")

    TypeAdapter(TYPES[name]).validate_python(example)


SMALLEST: list[tuple[str, BaseModel]] = [
    ("images.response", ImagesResponse(created=1, data=[Image(url="https://a/b.png")])),
    ("transcription", Transcription(text="")),
    ("transcription.verbose", TranscriptionVerbose(duration=1.0, language="english", text="")),
    (
        "transcription.diarized",
        TranscriptionDiarized(duration=1.0, segments=[], task="transcribe", text=""),
    ),
]


@pytest.mark.parametrize(("name", "smallest"), SMALLEST, ids=lambda part: str(part)[:24])
def test_our_schema_takes_the_smallest_object_of_the_sdk(name: str, smallest: BaseModel) -> None:
    """An object of required fields alone is enough for the schema."""
    value = smallest.model_dump(mode="json", exclude_unset=True)

    assert list(specs.validator(f"openai/{name}.json").iter_errors(value)) == []
