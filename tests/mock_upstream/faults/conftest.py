"""Replies to be harmed, and an SSE reader that shares no code with the mock."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from mock_upstream import faults
from mock_upstream.frames import Data, Frames, Framing, Head, body_of

SSE = (("content-type", "text/event-stream; charset=utf-8"),)
JSON_TYPE = (("content-type", "application/json"),)
COUNTS = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}


def chunk(mark: str, finish: str | None = None, **delta: Any) -> Data:
    """One event of a stream, with a delta."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event(mark, {"id": "c", "model": "m", "choices": [choice]})


def event(mark: str, value: Any) -> Data:
    """One event with JSON."""
    return Data(f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode(), mark)


@pytest.fixture
def stream() -> Frames:
    """Role, four deltas, finish, usage and [DONE]."""
    return (
        Head(200, SSE, Framing.CHUNKED),
        chunk("role", role="assistant", content=""),
        chunk("delta", content="He"),
        chunk("delta", content="llo"),
        chunk("delta", content=" wörld"),
        chunk("delta", content=" 你好"),
        chunk("finish", "stop"),
        event("usage", {"id": "c", "model": "m", "choices": [], "usage": COUNTS}),
        Data(b"data: [DONE]\n\n", "done"),
    )


@pytest.fixture
def whole() -> Frames:
    """A JSON reply."""
    return (Head(200, JSON_TYPE, Framing.LENGTH), Data(b'{"id":"c","model":"m"}'))


@pytest.fixture
def strike() -> Callable[..., Frames]:
    """Applies one fault by name: ``strike(frames, name, at, **params)``."""

    def apply(frames: Frames, name: str, at: Any = None, **params: Any) -> Frames:
        return faults.make(name, params).apply(frames, at=at, rng=Random(1))

    return apply


def decoded(octets: bytes) -> list[str]:
    """The data of each event, by WHATWG HTML 9.2.6, for any line end."""
    text = octets.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    events: list[str] = []
    data: list[str] = []
    for line in text.split("\n")[:-1]:
        if not line:
            events += ["\n".join(data)] if data else []
            data = []
        elif line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
    return events


@pytest.fixture
def read() -> Callable[[Frames], list[str]]:
    """The data of each event that the frames deliver."""
    return lambda frames: decoded(body_of(frames))
