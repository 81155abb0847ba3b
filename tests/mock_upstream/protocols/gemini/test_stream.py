"""A streamed answer: events, or one JSON array."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import specs
from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Head, body_of
from mock_upstream.protocols.gemini.request import GeminiRequest
from mock_upstream.protocols.gemini.stream import render_content, rendered
from mock_upstream.reply import Answer, Reasoning, Refusal, Text, ToolCall

Ask = Callable[..., GeminiRequest]
Say = Callable[..., Answer]
STREAM = "streamGenerateContent"


def marks(frames: Frames) -> list[str]:
    """What the frames carry."""
    return [frame.mark for frame in frames if isinstance(frame, Data)]


def events(frames: Frames) -> list[Any]:
    """The chunks of an event stream."""
    blocks = body_of(frames).split(b"\r\n\r\n")
    assert blocks.pop() == b""
    return [jsontext.loads(block.removeprefix(b"data: ")) for block in blocks]


def said(chunks: list[Any]) -> str:
    """The joined text of the chunks."""
    parts = [part for chunk in chunks for part in chunk["candidates"][0]["content"]["parts"]]
    return "".join(part.get("text", "") for part in parts if not part.get("thought"))


def test_events_and_array_say_the_same(ask: Ask, say: Say) -> None:
    """Piece by piece; the bracket that closes the array is a frame of its own."""
    answer = say(Reasoning("hm"), Text("One two three four five six."), ToolCall("c", "f", "{}"))

    sse = render_content(ask(STREAM, "alt=sse"), answer)
    array = render_content(ask(STREAM), answer)

    chunks = events(sse)
    assert chunks == jsontext.loads(body_of(array))
    assert said(chunks) == "One two three four five six."
    assert marks(sse) == ["reasoning", "delta", "delta", "tool", "finish"]
    assert marks(array) == [*marks(sse), "done"]
    assert [row["candidates"][0].get("finishReason") for row in chunks] == [None] * 4 + ["STOP"]
    validator = specs.validator("gemini/generate_content.response.json")
    assert [error for chunk in chunks for error in validator.iter_errors(chunk)] == []


def test_pieces_of_a_script_are_kept(ask: Ask, say: Say) -> None:
    """Each is a chunk."""
    answer = say(Text("abc", ("a", "b", "c")))

    assert marks(render_content(ask(STREAM, "alt=sse"), answer)) == ["delta"] * 3 + ["finish"]


def test_counts_grow(ask: Ask, say: Say) -> None:
    """The last chunk has them all."""
    chunks = events(render_content(ask(STREAM, "alt=sse"), say(Text("a"))))

    assert [chunk["usageMetadata"]["totalTokenCount"] for chunk in chunks] == [10, 17]


def test_a_blocked_prompt_is_one_chunk(ask: Ask, say: Say) -> None:
    """Without a candidate."""
    (chunk,) = events(render_content(ask(STREAM, "alt=sse"), say(Refusal("no"))))

    assert chunk["promptFeedback"]["blockReason"] == "SAFETY"
    assert "candidates" not in chunk


@pytest.mark.parametrize(
    ("method", "query", "kind"),
    [
        (STREAM, "alt=sse", "text/event-stream"),
        (STREAM, "", "application/json; charset=UTF-8"),
        ("generateContent", "", "application/json; charset=UTF-8"),
    ],
)
def test_the_type_is_that_of_the_form(
    ask: Ask, say: Say, method: str, query: str, kind: str
) -> None:
    """Headers of a script stand beside it."""
    head = render_content(ask(method, query), say(Text("a"), headers=(("x-a", "1"),)))[0]

    assert isinstance(head, Head)
    assert dict(head.headers) == {"content-type": kind, "x-a": "1"}


def test_any_value_is_rendered() -> None:
    """With a length."""
    assert body_of(rendered({"a": 1})) == b'{"a":1}'
