"""The schemas and the types of the official OpenAI SDK take each other's objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import specs

pytest.importorskip("openai")

from openai.pagination import SyncPage
from openai.types import (
    Completion,
    CompletionChoice,
    CompletionUsage,
    CreateEmbeddingResponse,
    Embedding,
    Model,
    ModerationCreateResponse,
    create_embedding_response,
)
from openai.types.chat import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionDeleted,
    ChatCompletionMessage,
    ChatCompletionMessageCustomToolCall,
    ChatCompletionMessageFunctionToolCall,
    ChatCompletionStoreMessage,
    ChatCompletionTokenLogprob,
    chat_completion,
    chat_completion_chunk,
)
from openai.types.chat.chat_completion_message_function_tool_call import Function
from pydantic import BaseModel, TypeAdapter, ValidationError

TYPES: dict[str, Any] = {
    "chat.completion": ChatCompletion,
    "chat.completion.chunk": ChatCompletionChunk,
    "chat.completion.deleted": ChatCompletionDeleted,
    "chat.message.list": SyncPage[ChatCompletionStoreMessage],
    "message": ChatCompletionMessage,
    "tool_call": ChatCompletionMessageFunctionToolCall | ChatCompletionMessageCustomToolCall,
    "tool_call.delta": chat_completion_chunk.ChoiceDeltaToolCall,
    "logprobs": chat_completion.ChoiceLogprobs,
    "usage": CompletionUsage,
    "model": Model,
    "model.list": SyncPage[Model],
    "text_completion": Completion,
    "text_completion.chunk": Completion,
    "embedding": Embedding,
    "embedding.list": CreateEmbeddingResponse,
    "moderation": ModerationCreateResponse,
}
"""Object -> the SDK's type of it."""
STEM = "test_sdk_types"

UNTYPED = {
    "billing_subscription": "the SDK asks for no quota",
    "billing_usage": "the same",
    "token_usage": "the same",
    "error": "the SDK keeps the body of an error as it came",
    "error.strict": "the same",
    "response.deleted": "the SDK reads nothing of this answer",
    "speech.audio.event": "the SDK hands speech on as octets",
}
"""Schemas that no type of the SDK answers to, and why."""


WITHOUT = frozenset({"ideogram", "kling", "luma", "midjourney", "runway", "suno"})
"""Dialects that no vendor has an SDK for."""


def test_every_schema_is_compared_with_the_sdk() -> None:
    """Here or in a file beside this one, but for those that have no type."""
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob(f"{STEM}*.py")]
    refs = (rel.removesuffix(".json").split("/") for rel in specs.names("schemas"))
    schemas = {name for dialect, name in refs if dialect not in WITHOUT}

    compared = {name for name in schemas if any(f'    "{name}": ' in text for text in texts)}

    assert schemas - compared == set()
    assert set(UNTYPED) <= schemas


VALID = [
    (name, file)
    for dialect, name, kind, file in (rel.split("/") for rel in specs.names("examples"))
    if dialect == "openai" and kind == "valid" and name in TYPES
]


WIDER = {
    ("chat.message.list", "openai.json"): "the SDK types the messages of a user as the assistant's",
    ("embedding", "base64.json"): "the SDK asks for it and decodes it before it fills its type",
    ("embedding.list", "two-in-base64.json"): "the same",
    (
        "moderation",
        "text-moderation.json",
    ): "the document's sample lacks keys that its schema wants",
    ("moderation", "two-results.json"): "the same",
    ("text_completion", "logprobs-with-echo.json"): "a first token has nothing before it: null",
    **{
        ("text_completion.chunk", f"{file}.json"): "the SDK has no type for a chunk's open end"
        for file in ("finish-key-absent", "logprobs", "openai-document", "usage-null")
    },
}
"""Examples that servers send and the SDK's types do not hold, and why."""


@pytest.mark.parametrize(("name", "file"), VALID, ids=lambda part: part)
def test_the_sdk_takes_every_valid_example(name: str, file: str) -> None:
    """What our schema lets through, the SDK's type can hold, but for the known ones."""
    example = specs.load_json(f"examples/openai/{name}/valid/{file}")

    if (name, file) in WIDER:
        with pytest.raises(ValidationError):
            TypeAdapter(TYPES[name]).validate_python(example)
    else:
        TypeAdapter(TYPES[name]).validate_python(example)


CALL = ChatCompletionMessageFunctionToolCall(
    id="call_1", type="function", function=Function(name="f", arguments="{}")
)
CHOICE = chat_completion.Choice(
    index=0,
    finish_reason="stop",
    # The document requires the key that the SDK leaves optional.
    message=ChatCompletionMessage(role="assistant", content=None),
)
DELTA = chat_completion_chunk.ChoiceDelta()
EMBEDDING = Embedding(embedding=[0.5], index=0, object="embedding")
TEXT = Completion(
    id="c",
    choices=[CompletionChoice(finish_reason="stop", index=0, text="a")],
    created=1,
    model="m",
    object="text_completion",
)
SMALLEST: list[tuple[str, BaseModel]] = [
    (
        "chat.completion",
        ChatCompletion(id="c", choices=[CHOICE], created=1, model="m", object="chat.completion"),
    ),
    (
        "chat.completion.chunk",
        ChatCompletionChunk(
            id="c",
            choices=[chat_completion_chunk.Choice(index=0, delta=DELTA)],
            created=1,
            model="m",
            object="chat.completion.chunk",
        ),
    ),
    ("message", CHOICE.message),
    ("tool_call", CALL),
    ("tool_call.delta", chat_completion_chunk.ChoiceDeltaToolCall(index=0)),
    (
        "logprobs",
        chat_completion.ChoiceLogprobs(
            content=[ChatCompletionTokenLogprob(token="a", logprob=-1, top_logprobs=[])]
        ),
    ),
    ("usage", CompletionUsage(completion_tokens=1, prompt_tokens=2, total_tokens=3)),
    ("model", Model(id="m", created=1, object="model", owned_by="o")),
    ("model.list", SyncPage[Model](data=[], object="list")),
    ("text_completion", TEXT),
    ("embedding", EMBEDDING),
    (
        "embedding.list",
        CreateEmbeddingResponse(
            data=[EMBEDDING],
            model="m",
            object="list",
            usage=create_embedding_response.Usage(prompt_tokens=1, total_tokens=1),
        ),
    ),
]


@pytest.mark.parametrize(("name", "smallest"), SMALLEST, ids=lambda part: str(part)[:24])
def test_our_schema_takes_the_smallest_object_of_the_sdk(name: str, smallest: BaseModel) -> None:
    """An object of required fields alone is enough for the schema."""
    value = smallest.model_dump(mode="json", exclude_unset=True)

    assert list(specs.validator(f"openai/{name}.json").iter_errors(value)) == []
