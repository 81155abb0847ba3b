"""The events of a streamed message."""

from __future__ import annotations

from typing import Any

import specs
from mock_upstream import jsontext
from mock_upstream.protocols.anthropic.events import stream_events

CONTENT: Any = [
    {"type": "thinking", "thinking": "So it is.", "signature": "s"},
    {"type": "redacted_thinking", "data": "d"},
    {"type": "text", "text": "Hi there"},
    {"type": "tool_use", "id": "t", "name": "f", "input": {"city": "Paris"}},
]
WHOLE: Any = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": CONTENT,
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"input_tokens": 3, "output_tokens": 9, "service_tier": "standard"},
}


def read(message: Any) -> list[Any]:
    """The data of each event, after its name was found to be its type."""
    values = []
    for frame in stream_events(message):
        name, data = frame.octets.decode().strip().split("\n")
        value = jsontext.loads(data.removeprefix("data: ").encode())
        assert name == f"event: {value['type']}"
        values.append(value)
    return values


def test_a_message_begins_empty_and_ends_whole() -> None:
    """Each event is one of the dialect."""
    events = read(WHOLE)

    validator = specs.validator("anthropic/message.event.json")
    assert [error for event in events for error in validator.iter_errors(event)] == []
    assert events[0]["message"]["content"] == []
    assert events[0]["message"]["usage"]["output_tokens"] == 1
    assert events[-2]["delta"] == {"stop_reason": "tool_use", "stop_sequence": None}
    assert events[-2]["usage"] == {"input_tokens": 3, "output_tokens": 9}
    assert events[-1] == {"type": "message_stop"}


def test_each_block_speaks_in_its_own_deltas() -> None:
    """A thought is sealed last; an input begins with nothing; what is redacted is whole."""
    kinds: dict[int, list[str]] = {}
    joined = ""
    for event in read(WHOLE):
        if event["type"] == "content_block_delta":
            kinds.setdefault(event["index"], []).append(event["delta"]["type"])
            joined += event["delta"].get("partial_json", "")

    assert kinds[0][-1] == "signature_delta"
    assert set(kinds[0][:-1]) == {"thinking_delta"}
    assert 1 not in kinds
    assert set(kinds[2]) == {"text_delta"}
    assert jsontext.loads(joined.encode()) == {"city": "Paris"}


def test_frames_are_marked_by_what_they_carry() -> None:
    """A message without blocks has no ping."""
    marks = [frame.mark for frame in stream_events(WHOLE)]

    assert marks[0] == "role"
    assert marks[-2:] == ["finish", "finish"]
    assert {"reasoning", "delta", "tool"} < set(marks)
    assert [frame.mark for frame in stream_events(WHOLE | {"content": []})] == [
        "role",
        "finish",
        "finish",
    ]
