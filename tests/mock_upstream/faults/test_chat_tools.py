"""Tool calls that are hard to put together."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.samples import SAMPLES
from mock_upstream.frames import Frames, body_of

CHAT, TOOLS, _, WHOLE, CALLED = SAMPLES


def calls(read: Callable[[Frames], list[str]], frames: Frames) -> list[Any]:
    """The parts of calls in the order of the stream."""
    values = [json.loads(data) for data in read(frames) if data != "[DONE]"]
    return [
        call
        for value in values
        for choice in value["choices"]
        for call in choice["delta"].get("tool_calls", ())
    ]


@pytest.mark.parametrize(
    ("form", "key", "found"),
    [
        ("no_index", "index", [None] * 4),
        ("zero_index", "index", [0] * 4),
        ("empty_ids", "id", ["", None, "", None]),
        ("no_ids", "id", [None] * 4),
        ("no_type", "type", [None] * 4),
    ],
)
def test_a_part_of_a_call_lacks_something(
    form: str,
    key: str,
    found: list[Any],
    strike: Callable[..., Frames],
    read: Callable[[Frames], list[str]],
) -> None:
    """In every part that had it."""
    frames = strike(TOOLS, "chat.tool_calls", form=form)

    assert [call.get(key) for call in calls(read, frames)] == found


def test_arguments_are_an_object(strike: Callable[..., Frames]) -> None:
    """What is no JSON on its own stays text."""
    value = json.loads(body_of(strike(CALLED, "chat.tool_calls", form="object_arguments")))

    assert value["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"] == {}


def test_the_parts_of_two_calls_take_turns(
    strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """No part is lost, and each call keeps its own order."""
    frames = strike(TOOLS, "chat.tool_fragments")

    assert [call["index"] for call in calls(read, frames)] == [0, 1, 0, 1]
    assert sorted(map(str, frames)) == sorted(map(str, TOOLS))


@pytest.mark.parametrize(
    ("name", "frames", "reason"),
    [
        ("chat.tool_calls", CHAT, "no tool call"),
        ("chat.tool_calls", WHOLE, "no tool call"),
        ("chat.tool_fragments", CHAT, "no tool event"),
        ("chat.tool_fragments", (*TOOLS[:4], *TOOLS[6:]), "no two tool calls"),
    ],
)
def test_a_reply_without_such_calls_is_refused(
    name: str, frames: Frames, reason: str, strike: Callable[..., Frames]
) -> None:
    """Loudly."""
    with pytest.raises(FaultError, match=reason):
        strike(frames, name)
