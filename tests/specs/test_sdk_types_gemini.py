"""The schemas and the types of the official google-genai SDK take each other's objects."""

from __future__ import annotations

from typing import Any

import pytest

import specs

pytest.importorskip("google.genai")

from google.genai import types
from google.genai.errors import APIError
from pydantic import BaseModel, ValidationError

TYPES: dict[str, type[BaseModel]] = {
    "candidate": types.Candidate,
    "content": types.Content,
    "part": types.Part,
    "usage_metadata": types.GenerateContentResponseUsageMetadata,
    "generate_content.response": types.GenerateContentResponse,
    "count_tokens.response": types.CountTokensResponse,
    "batch_embed_contents.response": types.EmbedContentResponse,
}
"""Object -> the SDK's type of it."""

UNTYPED = {
    "embed_content.response": "the SDK asks for batches, also of one",
    "generate_content.request": "the SDK has one type for each of its parts",
    "model": "the SDK renames keys before it fills its type",
    "model.list": "the same",
}
"""Schemas that no type of the SDK answers to as they are, and why."""

WIDER = {
    ("count_tokens.response", "details.json"): "the SDK drops the details before it fills its type",
}
"""Examples that servers send and the SDK's types do not hold, and why."""

VALID = [
    (name, file)
    for dialect, name, kind, file in (rel.split("/") for rel in specs.names("examples"))
    if dialect == "gemini" and kind == "valid" and name in TYPES
]


@pytest.mark.parametrize(("name", "file"), VALID, ids=lambda part: part)
def test_the_sdk_takes_every_valid_example(name: str, file: str) -> None:
    """What our schema lets through, the SDK's type can hold, but for the known ones."""
    example = specs.load_json(f"examples/gemini/{name}/valid/{file}")

    if (name, file) in WIDER:
        with pytest.raises(ValidationError):
            TYPES[name].model_validate(example)
    else:
        TYPES[name].model_validate(example)


def test_the_sdk_reads_every_valid_error() -> None:
    """Code, status and message are found where the schema has them."""
    files = [rel.split("/")[-1] for rel in specs.names("examples") if "gemini/error/valid" in rel]

    for file in files:
        body = specs.load_json(f"examples/gemini/error/valid/{file}")
        error = APIError(body["error"]["code"], body)
        assert (error.status, error.message) == (body["error"]["status"], body["error"]["message"])
    assert files


TEXT = types.Content(role="model", parts=[types.Part(text="a")])
CALL = types.Part(
    function_call=types.FunctionCall(name="f", args={"a": 1}), thought_signature=b"sig"
)
CANDIDATE = types.Candidate(content=TEXT, finish_reason=types.FinishReason.STOP)
COUNTS = types.GenerateContentResponseUsageMetadata(prompt_token_count=1, total_token_count=2)
SMALLEST: list[tuple[str, BaseModel]] = [
    ("part", CALL),
    ("content", TEXT),
    ("candidate", CANDIDATE),
    ("usage_metadata", COUNTS),
    (
        "generate_content.response",
        types.GenerateContentResponse(candidates=[CANDIDATE], usage_metadata=COUNTS),
    ),
    ("count_tokens.response", types.CountTokensResponse(total_tokens=1)),
    (
        "batch_embed_contents.response",
        types.EmbedContentResponse(embeddings=[types.ContentEmbedding(values=[0.5])]),
    ),
]


@pytest.mark.parametrize(("name", "smallest"), SMALLEST, ids=[name for name, _ in SMALLEST])
def test_our_schema_takes_the_smallest_object_of_the_sdk(name: str, smallest: BaseModel) -> None:
    """An object of few fields is enough for the schema."""
    value: Any = smallest.model_dump(mode="json", exclude_none=True, by_alias=True)

    assert list(specs.validator(f"gemini/{name}.json").iter_errors(value)) == []
