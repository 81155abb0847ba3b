"""A response on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import specs
from mock_upstream.frames import Framing, Head
from mock_upstream.protocols.openai.responses import response
from mock_upstream.protocols.openai.responses.request import ResponsesRequest
from mock_upstream.scenario.answer import scripted


@pytest.mark.parametrize(
    ("finish", "status", "reason"),
    [
        ("stop", "completed", None),
        ("length", "incomplete", "max_output_tokens"),
        ("content_filter", "incomplete", "content_filter"),
    ],
)
def test_the_status_follows_from_the_finish(
    whole: Callable[..., Any], finish: str, status: str, reason: str | None
) -> None:
    """Details stand with incomplete responses alone."""
    value = whole(said={"text": "Hi", "finish": finish})

    assert value["status"] == status
    assert (value["incomplete_details"] or {}).get("reason") == reason
    assert list(specs.validator("openai/response.json").iter_errors(value)) == []


def test_the_request_is_echoed(whole: Callable[..., Any]) -> None:
    """What was said stands there, and the default where nothing was."""
    tool = {"type": "function", "name": "f"}

    value = whole(temperature=0, text={"verbosity": "low"}, tools=[tool, {"type": "web_search"}])

    assert (value["temperature"], value["top_p"]) == (0, 1.0)
    assert value["text"] == {"format": {"type": "text"}, "verbosity": "low"}
    assert value["tools"][0]["strict"] is True


def test_ids_differ_by_call_unless_scripted(ask: Callable[..., ResponsesRequest]) -> None:
    """The same question twice makes two responses."""
    request = ask()
    answer = scripted({}, request.chat, 1)

    assert response.name_of(answer, 0) != response.name_of(answer, 1)
    assert response.name_of(scripted({"id": "resp_x"}, request.chat, 1), 0) == "resp_x"


def test_the_summary_speaks_as_chat_does(ask: Callable[..., ResponsesRequest]) -> None:
    """Text, calls and counts for the journal."""
    said = {
        "blocks": [{"text": "Hi"}, {"tool": {"id": "c", "name": "f", "args": {}}}],
        "usage": {"prompt": 9, "completion": 4, "cached": 8, "reasoning": 3},
    }
    request = ask()
    answer = scripted(said, request.chat, 1)
    value, _ = response.rendered(request, answer, 0)

    summary = response.summary(value, answer)

    assert (summary["text"], summary["tool_calls"]["0"][0]["id"]) == ("Hi", "c")
    assert summary["usage"] == {
        "input_tokens": 9,
        "input_tokens_details": {"cached_tokens": 8, "cache_write_tokens": 0},
        "output_tokens": 4,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 13,
    }


def test_heads(whole: Callable[..., Any]) -> None:
    """A body has its length, a stream is chunked; scripted headers win."""
    body, *_ = response.body_frames(whole(), number=1, more=(("x-request-id", "mine"),))
    stream, *_ = response.stream_frames((), number=1)

    assert isinstance(body, Head)
    assert isinstance(stream, Head)
    assert (body.framing, stream.framing) == (Framing.LENGTH, Framing.CHUNKED)
    assert ("x-request-id", "mine") in body.headers
