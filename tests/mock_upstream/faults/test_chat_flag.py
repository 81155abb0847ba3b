"""The stream flag is ignored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import head_of, is_stream
from mock_upstream.faults.samples import SAMPLES
from mock_upstream.frames import Frames, Framing, Pause, body_of

CHAT, TOOLS, TYPED, WHOLE, CALLED = SAMPLES


def test_a_stream_becomes_a_body(strike: Callable[..., Frames]) -> None:
    """The words, the reason and the counts are those of the stream."""
    frames = strike((Pause(1.0), *CHAT), "chat.stream_ignored")

    value = json.loads(body_of(frames))
    assert (frames[0], head_of(frames).framing, is_stream(frames)) == (
        Pause(1.0),
        Framing.LENGTH,
        False,
    )
    assert value["object"] == "chat.completion"
    assert value["choices"] == [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "One zwölf 你好 four five"},
            "finish_reason": "stop",
        }
    ]
    assert value["usage"]["total_tokens"] == 11


def test_the_parts_of_calls_are_joined(strike: Callable[..., Frames]) -> None:
    """Each call is whole, and has no index."""
    value = json.loads(body_of(strike(TOOLS, "chat.stream_ignored")))

    assert value["choices"][0]["message"]["tool_calls"] == [
        {"id": f"call_{n}", "type": "function", "function": {"name": "look", "arguments": "{}"}}
        for n in (0, 1)
    ]


@pytest.mark.parametrize("whole", [WHOLE, CALLED])
def test_a_body_becomes_a_stream(whole: Frames, strike: Callable[..., Frames]) -> None:
    """And a body again, it says the same."""
    stream = strike(whole, "chat.stream_unasked")

    assert is_stream(stream)
    assert body_of(stream).endswith(b"data: [DONE]\n\n")
    again: Any = json.loads(body_of(strike(stream, "chat.stream_ignored")))
    assert again["choices"] == json.loads(body_of(whole))["choices"]


def test_another_dialect_is_refused(whole: Frames, strike: Callable[..., Frames]) -> None:
    """It has no choices of chat."""
    with pytest.raises(FaultError, match="no deltas"):
        strike(TYPED, "chat.stream_ignored")
    with pytest.raises(FaultError, match="no message"):
        strike(whole, "chat.stream_unasked")
