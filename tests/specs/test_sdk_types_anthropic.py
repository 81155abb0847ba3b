"""The schemas of Anthropic's objects and the types of its SDK take each other's objects."""

from __future__ import annotations

from typing import Any

import pytest

import specs

pytest.importorskip("anthropic")

from anthropic.types import (
    ContentBlock,
    InputJSONDelta,
    Message,
    MessageDeltaUsage,
    MessageTokensCount,
    RawContentBlockDeltaEvent,
    RawContentBlockStartEvent,
    RawContentBlockStopEvent,
    RawMessageDeltaEvent,
    RawMessageStartEvent,
    RawMessageStopEvent,
    RawMessageStreamEvent,
    RedactedThinkingBlock,
    SignatureDelta,
    TextBlock,
    TextDelta,
    ThinkingBlock,
    ThinkingDelta,
    ToolUseBlock,
    Usage,
    message_count_tokens_params,
    message_create_params,
    raw_message_delta_event,
)
from anthropic.types.shared import ErrorResponse
from pydantic import BaseModel, TypeAdapter, ValidationError

TYPES: dict[str, Any] = {
    "message": Message,
    "message.block": ContentBlock,
    "message.event": RawMessageStreamEvent,
    "message.usage": Usage,
    "message.count": MessageTokensCount,
    "message.request": message_create_params.MessageCreateParams,
    "message.count.request": message_count_tokens_params.MessageCountTokensParams,
    "error": ErrorResponse,
}
WIDER = {
    ("message.block", "unknown-type.json"): "a block of a later day is passed over, not refused",
    ("message.event", "unknown-type.json"): "the same of an event",
    ("message.event", "ping.json"): "the SDK passes pings over before it fills its type",
    ("message.event", "error.json"): "the SDK raises in place of filling its type",
}
"""Examples that servers send and the SDK's types do not hold, and why."""
VALID = [
    (name, file)
    for dialect, name, kind, file in (rel.split("/") for rel in specs.names("examples"))
    if dialect == "anthropic" and kind == "valid"
]


@pytest.mark.parametrize(("name", "file"), VALID, ids=lambda part: part)
def test_the_sdk_takes_every_valid_example(name: str, file: str) -> None:
    """What our schema lets through, the SDK's type can hold, but for the known ones."""
    example = specs.load_json(f"examples/anthropic/{name}/valid/{file}")

    if (name, file) in WIDER:
        with pytest.raises(ValidationError):
            TypeAdapter(TYPES[name]).validate_python(example)
    else:
        TypeAdapter(TYPES[name]).validate_python(example)


USAGE = Usage(input_tokens=1, output_tokens=1)
TEXT = TextBlock(text="a", type="text")
WHOLE = Message(
    id="m",
    content=[TEXT],
    model="m",
    role="assistant",
    stop_reason="end_turn",
    type="message",
    usage=USAGE,
)
BEGUN = Message(id="m", content=[], model="m", role="assistant", type="message", usage=USAGE)


def delta(said: Any) -> RawContentBlockDeltaEvent:
    """The event of one delta."""
    return RawContentBlockDeltaEvent(delta=said, index=0, type="content_block_delta")


SMALLEST: list[tuple[str, BaseModel]] = [
    ("message", WHOLE),
    ("message.usage", USAGE),
    ("message.count", MessageTokensCount(input_tokens=1)),
    ("message.block", TEXT),
    ("message.block", ThinkingBlock(thinking="a", signature="b", type="thinking")),
    ("message.block", RedactedThinkingBlock(data="a", type="redacted_thinking")),
    ("message.block", ToolUseBlock(id="a", name="b", input={}, type="tool_use")),
    ("message.event", RawMessageStartEvent(message=BEGUN, type="message_start")),
    (
        "message.event",
        RawContentBlockStartEvent(content_block=TEXT, index=0, type="content_block_start"),
    ),
    ("message.event", delta(TextDelta(text="a", type="text_delta"))),
    ("message.event", delta(ThinkingDelta(thinking="a", type="thinking_delta"))),
    ("message.event", delta(SignatureDelta(signature="a", type="signature_delta"))),
    ("message.event", delta(InputJSONDelta(partial_json="", type="input_json_delta"))),
    ("message.event", RawContentBlockStopEvent(index=0, type="content_block_stop")),
    (
        "message.event",
        RawMessageDeltaEvent(
            delta=raw_message_delta_event.Delta(stop_reason="end_turn"),
            type="message_delta",
            usage=MessageDeltaUsage(output_tokens=1),
        ),
    ),
    ("message.event", RawMessageStopEvent(type="message_stop")),
]


@pytest.mark.parametrize(("name", "smallest"), SMALLEST, ids=lambda part: str(part)[:24])
def test_our_schema_takes_the_smallest_object_of_the_sdk(name: str, smallest: BaseModel) -> None:
    """An object of required fields alone is enough for the schema."""
    value = smallest.model_dump(mode="json", exclude_unset=True)

    assert list(specs.validator(f"anthropic/{name}.json").iter_errors(value)) == []
