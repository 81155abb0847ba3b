"""How a chat answer ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.samples import SAMPLES
from mock_upstream.frames import Data, Frames

CHAT, TOOLS, TYPED, WHOLE, _ = SAMPLES


def chunks(read: Callable[[Frames], list[str]], frames: Frames) -> list[Any]:
    """The first choice of each event that has one."""
    values = [json.loads(data) for data in read(frames) if data != "[DONE]"]
    return [value["choices"][0] for value in values if value["choices"]]


@pytest.mark.parametrize(
    ("params", "last"),
    [
        ({}, {"index": 0, "delta": {}}),
        ({"form": "null"}, {"index": 0, "delta": {}, "finish_reason": None}),
        ({"form": "value"}, {"index": 0, "delta": {}, "finish_reason": "end_turn"}),
        ({"form": "value", "value": ""}, {"index": 0, "delta": {}, "finish_reason": ""}),
    ],
    ids=str,
)
def test_the_reason_is_another(
    params: dict[str, Any],
    last: Any,
    strike: Callable[..., Frames],
    read: Callable[[Frames], list[str]],
) -> None:
    """The chunk that had it stays."""
    frames = strike(CHAT, "chat.finish_reason", **params)

    assert chunks(read, frames)[-1] == last
    assert len(frames) == len(CHAT)


def test_a_body_loses_its_reason(strike: Callable[..., Frames]) -> None:
    """A JSON reply is struck alike."""
    frame = strike(WHOLE, "chat.finish_reason")[1]

    assert isinstance(frame, Data)
    assert "finish_reason" not in json.loads(frame.octets)["choices"][0]


def test_the_last_words_end_the_answer(
    strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """Content and reason are in one chunk, and no chunk is for the reason alone."""
    frames = strike(CHAT, "chat.finish_with_content")

    last = chunks(read, frames)[-1]
    assert (last["delta"], last["finish_reason"]) == ({"content": "five"}, "stop")
    assert len(frames) == len(CHAT) - 1


def test_a_stop_follows_tool_calls(
    strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """The first reason stays."""
    found = chunks(read, strike(TOOLS, "chat.late_stop"))

    assert [choice["finish_reason"] for choice in found[-2:]] == ["tool_calls", "stop"]


@pytest.mark.parametrize(
    ("name", "frames", "reason"),
    [
        ("chat.late_stop", CHAT, "does not finish for tool calls"),
        ("chat.finish_with_content", (*CHAT[:2], *CHAT[7:]), "no event with content"),
        ("chat.finish_with_content", TYPED, "has no choices"),
        ("chat.finish_reason", TYPED, "no finish_reason to change"),
        ("chat.finish_with_content", CHAT[:3], "no finish event"),
    ],
)
def test_what_has_no_such_end_is_refused(
    name: str, frames: Frames, reason: str, strike: Callable[..., Frames]
) -> None:
    """Loudly."""
    with pytest.raises(FaultError, match=reason):
        strike(frames, name)
