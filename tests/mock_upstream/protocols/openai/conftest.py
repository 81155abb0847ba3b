"""Requests as a client sends them, and readers of what comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.frames import Data, Frames, body_of
from mock_upstream.protocols.openai import chat
from mock_upstream.protocols.openai.request import ChatRequest, parse_chat

HELLO = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Say hello."}]}


@pytest.fixture
def ask() -> Callable[..., ChatRequest]:
    """A request; text for one user message, or fields: ``ask("hi", n=2)``."""

    def build(text: str | None = None, **fields: Any) -> ChatRequest:
        said = {} if text is None else {"messages": [{"role": "user", "content": text}]}
        request = parse_chat(json.dumps({**HELLO, **said, **fields}).encode())
        assert isinstance(request, ChatRequest), request
        return request

    return build


@pytest.fixture
def whole(ask: Callable[..., ChatRequest]) -> Callable[..., Any]:
    """The JSON body of the healthy answer to what ``ask`` takes."""

    def answer(text: str | None = None, **fields: Any) -> Any:
        request = ask(text, **fields)
        frames = chat.render_chat(request, chat.default_answer(request, seed=1))
        return json.loads(body_of(frames))

    return answer


@pytest.fixture
def chunks(ask: Callable[..., ChatRequest]) -> Callable[..., list[Any]]:
    """The chunks of the healthy answer, streamed; [DONE] is checked and left out."""

    def answer(text: str | None = None, **fields: Any) -> list[Any]:
        request = ask(text, stream=True, **fields)
        return events(chat.render_chat(request, chat.default_answer(request, seed=1)))

    return answer


def events(frames: Frames) -> list[Any]:
    """The JSON of each event before [DONE]."""
    *data, done = [frame for frame in frames if isinstance(frame, Data)]
    assert done == Data(b"data: [DONE]\n\n", "done")
    return [json.loads(frame.octets.removeprefix(b"data: ")) for frame in data]
