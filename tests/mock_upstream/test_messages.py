"""What is said at each path of the Messages API."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream import jsontext
from mock_upstream.endpoints import reply
from mock_upstream.frames import Head, body_of
from mock_upstream.scenario.model import Call, Upstream

ASKED: Any = {"model": "m", "max_tokens": 64, "messages": [{"role": "user", "content": "hi"}]}


def ask(path: str = "/messages", said: Any = None, models: Any = (), **fields: Any) -> Any:
    """Status and octets of a reply."""
    upstream = Upstream("a", models=models)
    frames = reply(Call("POST", path, body=ASKED | fields), upstream, said or {}, 1).frames
    assert isinstance(frames[0], Head)
    return frames[0].status, body_of(frames)


def test_a_message_is_made_whole_or_streamed() -> None:
    """The same words."""
    status, octets = ask(said={"text": "One two"})
    _, events = ask(said={"text": "One two"}, stream=True)

    assert status == 200
    assert jsontext.loads(octets)["content"] == [{"type": "text", "text": "One two"}]
    assert events.startswith(b"event: message_start\n")
    assert events.count(b"text_delta") == 2


def test_a_prompt_is_counted_with_all_it_has() -> None:
    """The system's words and the tools, too."""
    tool = {"name": "get_weather", "input_schema": {"type": "object", "properties": {}}}

    plain, system, tools = (
        jsontext.loads(ask("/messages/count_tokens", **fields)[1])["input_tokens"]
        for fields in ({}, {"system": "Be brief, and be kind."}, {"tools": [tool]})
    )

    assert plain < system
    assert plain < tools


@pytest.mark.parametrize(
    ("said", "fields", "status", "type_"),
    [
        ({"error": "anthropic_overloaded"}, {}, 529, "overloaded_error"),
        ({"error": "rate_limit_exceeded"}, {}, 429, "rate_limit_error"),
        ({}, {"max_tokens": "x"}, 400, "invalid_request_error"),
    ],
)
def test_errors_are_of_the_dialect(said: Any, fields: Any, status: int, type_: str) -> None:
    """Scripted or found."""
    got, octets = ask(said=said, **fields)

    told = jsontext.loads(octets)
    assert (got, told["type"], told["error"]["type"]) == (status, "error", type_)


def test_an_unknown_model_is_not_found() -> None:
    """Where the upstream lists its own."""
    assert ask(models=("other",))[0] == 404
