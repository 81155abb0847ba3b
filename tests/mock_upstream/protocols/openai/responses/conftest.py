"""Requests for a response as a client sends them, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream import jsontext
from mock_upstream.protocols.openai.responses import response
from mock_upstream.protocols.openai.responses.events import stream_events
from mock_upstream.protocols.openai.responses.request import ResponsesRequest, read_response
from mock_upstream.scenario.answer import scripted


@pytest.fixture
def ask() -> Callable[..., ResponsesRequest]:
    """A request; text for one user message, or fields: ``ask("hi", store=False)``."""

    def build(asked: Any = "Say hello.", /, **fields: Any) -> ResponsesRequest:
        body = {"model": "gpt-4o-mini", "input": asked, **fields}
        request = read_response(body, (), lambda _: None)
        assert isinstance(request, ResponsesRequest), request
        return request

    return build


@pytest.fixture
def whole(ask: Callable[..., ResponsesRequest]) -> Callable[..., Any]:
    """The finished response to what ``ask`` takes; ``said`` is a script's reply."""

    def answer(asked: Any = "Say hello.", /, said: Any = None, **fields: Any) -> Any:
        request = ask(asked, **fields)
        value, _ = response.rendered(request, scripted(said or {}, request.chat, 1), 0)
        return value

    return answer


@pytest.fixture
def events(ask: Callable[..., ResponsesRequest]) -> Callable[..., list[Any]]:
    """The events of the same, as JSON."""

    def answer(asked: Any = "Say hello.", /, said: Any = None, **fields: Any) -> list[Any]:
        request = ask(asked, **fields)
        value, items = response.rendered(request, scripted(said or {}, request.chat, 1), 0)
        told = stream_events(value, items, obfuscated=request.include_obfuscation)
        return [jsontext.loads(data.octets.partition(b"data: ")[2]) for data in told]

    return answer
