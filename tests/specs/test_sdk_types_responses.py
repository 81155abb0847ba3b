"""The schemas of the Responses API and the types of the OpenAI SDK take each other's objects."""

from __future__ import annotations

from typing import Any

import pytest

import specs

pytest.importorskip("openai")

from openai.types.responses import (
    CompactedResponse,
    InputTokenCountResponse,
    Response,
    ResponseCompletedEvent,
    ResponseErrorEvent,
    ResponseFunctionToolCall,
    ResponseItem,
    ResponseItemList,
    ResponseOutputItem,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseStreamEvent,
    ResponseTextDeltaEvent,
    ResponseUsage,
    response_usage,
)
from pydantic import BaseModel, TypeAdapter, ValidationError

TYPES: dict[str, Any] = {
    "response": Response,
    "response.event": ResponseStreamEvent,
    "response.item": ResponseItem | ResponseOutputItem,
    "response.item.list": ResponseItemList,
    "response.usage": ResponseUsage,
    "response.input_tokens": InputTokenCountResponse,
    "response.compaction": CompactedResponse,
}
WIDER = {
    ("response.compaction", "openai.json"): "the SDK knows no user's message in an output",
    ("response.event", "unknown-type.json"): "an event of a later day is passed over, not refused",
    ("response.usage", "details-absent.json"): "a row of its own judges the details",
}
"""Examples that servers send and the SDK's types do not hold, and why."""
VALID = [
    (name, file)
    for dialect, name, kind, file in (rel.split("/") for rel in specs.names("examples"))
    if dialect == "openai" and kind == "valid" and name in TYPES
]


@pytest.mark.parametrize(("name", "file"), VALID, ids=lambda part: part)
def test_the_sdk_takes_every_valid_example(name: str, file: str) -> None:
    """What our schema lets through, the SDK's type can hold, but for the known ones."""
    example = specs.load_json(f"examples/openai/{name}/valid/{file}")

    if (name, file) in WIDER:
        with pytest.raises(ValidationError):
            TypeAdapter(TYPES[name]).validate_python(example)
    else:
        TypeAdapter(TYPES[name]).validate_python(example)


USAGE = ResponseUsage(
    input_tokens=1,
    input_tokens_details=response_usage.InputTokensDetails(cached_tokens=0, cache_write_tokens=0),
    output_tokens=2,
    output_tokens_details=response_usage.OutputTokensDetails(reasoning_tokens=0),
    total_tokens=3,
)
CALL = ResponseFunctionToolCall(arguments="{}", call_id="c", name="f", type="function_call")
TEXT = ResponseOutputText(annotations=[], text="a", type="output_text")
MESSAGE = ResponseOutputMessage(
    id="m", content=[TEXT], role="assistant", status="completed", type="message"
)
WHOLE = Response(
    id="r",
    created_at=1,
    model="m",
    object="response",
    output=[MESSAGE],
    parallel_tool_calls=True,
    tool_choice="auto",
    tools=[],
)
SMALLEST: list[tuple[str, BaseModel]] = [
    ("response", WHOLE),
    ("response.usage", USAGE),
    ("response.item", CALL),
    ("response.item", MESSAGE),
    (
        "response.event",
        ResponseTextDeltaEvent(
            content_index=0,
            delta="a",
            item_id="m",
            logprobs=[],
            output_index=0,
            sequence_number=1,
            type="response.output_text.delta",
        ),
    ),
    (
        "response.event",
        ResponseErrorEvent(code=None, message="m", param=None, sequence_number=1, type="error"),
    ),
    (
        "response.event",
        ResponseCompletedEvent(response=WHOLE, sequence_number=1, type="response.completed"),
    ),
    (
        "response.item.list",
        ResponseItemList(data=[], first_id="a", has_more=False, last_id="b", object="list"),
    ),
]


@pytest.mark.parametrize(("name", "smallest"), SMALLEST, ids=lambda part: str(part)[:24])
def test_our_schema_takes_the_smallest_object_of_the_sdk(name: str, smallest: BaseModel) -> None:
    """An object of required fields alone is enough for the schema."""
    value = smallest.model_dump(mode="json", exclude_unset=True)

    assert list(specs.validator(f"openai/{name}.json").iter_errors(value)) == []
