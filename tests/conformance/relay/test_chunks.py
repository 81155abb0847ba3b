"""Chunks are mended, shown under the alias, and ended."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.chunks import ChunkFlow, TextFlow, parse_chunk
from conformance.relay.config import Channel
from conformance.relay.defects.base import Defects
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import InEvent, Kind
from conformance.relay.turn import Turn

USAGE = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
ASKED = {"stream_options": {"include_usage": True}}


def datas(events: list[Any]) -> list[Any]:
    """Return the events' data, decoded when it is JSON."""
    return [e.data if e.data == "[DONE]" else json.loads(e.data) for e in events]


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        ("{", Cause.BAD_EVENT),
        ("[]", Cause.BAD_EVENT),
        ('{"choices": 5}', Cause.BAD_EVENT),
        ('{"error": {"message": "x"}}', Cause.INBAND),
        ('{"error": "x", "choices": []}', Cause.INBAND),
    ],
)
def test_what_is_no_chunk_is_a_failure(data: str, cause: Cause) -> None:
    """The failure says what came instead."""
    with pytest.raises(UpstreamError) as caught:
        parse_chunk(data)

    assert caught.value.failure.cause is cause


@pytest.mark.parametrize(
    ("delta", "finish", "carries"),
    [
        ({"role": "assistant", "content": ""}, None, False),
        (None, None, False),
        ({"content": "x"}, None, True),
        ({"reasoning_content": "x"}, None, True),
        ({"tool_calls": [{}]}, None, True),
        ({}, "stop", True),
    ],
)
def test_role_alone_is_no_content(chunk: Any, delta: Any, finish: Any, carries: bool) -> None:
    """Text, reasoning, tool calls and a finish reason are."""
    assert ChunkFlow.commits(InEvent(data=json.dumps(chunk(delta, finish)))) is carries


@pytest.mark.parametrize("event", [InEvent(comment="x"), InEvent(data=""), InEvent(data="[DONE]")])
def test_events_without_chunk_are_no_content(event: InEvent) -> None:
    """Comments, empty events and the terminator show nothing."""
    assert not ChunkFlow.commits(event)


def test_missing_fields_are_supplied(show: Any) -> None:
    """Role, index, object, finish key and one id over the stream."""
    bare = {"choices": [{"delta": {"content": "x"}}], "model": "up"}
    end = {"id": "c9", "choices": [{"delta": None, "finish_reason": "stop"}, "odd"]}

    first, last, done = datas(show(None, {"id": "", **bare}, end))

    assert first["choices"] == [
        {"delta": {"role": "assistant", "content": "x"}, "index": 0, "finish_reason": None}
    ]
    assert (first["object"], first["model"]) == ("chat.completion.chunk", "m")
    assert last["choices"][0] == {"delta": {}, "finish_reason": "stop", "index": 0}
    assert done == "[DONE]"


def test_id_is_known_before_the_first_chunk_is_shown(chunk: Any) -> None:
    """A preamble without an id gets the id of what follows it."""
    flow = ChunkFlow(Turn("r", alias="m"), Defects())
    empty = InEvent(data=json.dumps(chunk(id="", choices=None)))
    flow.prime([empty, InEvent(data=json.dumps(chunk({"content": "x"}))), InEvent(data="[DONE]")])

    (shown,) = datas(flow.feed(empty))

    assert shown["id"] == "c1"
    assert shown["choices"] == []


def test_comments_and_empty_events_are_not_shown() -> None:
    """What says nothing is dropped."""
    flow = ChunkFlow(Turn("r", alias="m"), Defects())

    assert flow.feed(InEvent(comment="hi")) == []
    assert flow.feed(InEvent(data="")) == []


@pytest.mark.parametrize("at", ["own", "finish"])
def test_usage_comes_in_one_chunk_at_the_end(show: Any, chunk: Any, at: str) -> None:
    """Whether the upstream sends it alone or with the finish reason."""
    events = [chunk({"content": "x"}), chunk({}, "stop")]
    if at == "own":
        events.append(chunk(choices=[], usage=USAGE))
    else:
        events[1]["usage"] = USAGE

    shown = datas(show(None, *events, "[DONE]", body=ASKED))

    assert [c.get("usage", 0) for c in shown[:-1]] == [None, None, USAGE]
    assert shown[2]["choices"] == []


def test_usage_is_not_shown_unasked(show: Any, chunk: Any) -> None:
    """Neither in a chunk of its own nor beside the text."""
    events = [chunk({}, "stop", usage=USAGE), chunk(choices=[], usage=USAGE)]

    shown = datas(show(None, *events))

    assert len(shown) == 2
    assert "usage" not in shown[0]


def test_missing_terminator_is_supplied(show: Any, chunk: Any) -> None:
    """It is told apart from the upstream's own."""
    assert show(None, chunk({}, "stop"))[-1].kind is Kind.ADDED_DONE
    assert show(None, chunk({}, "stop"), " [DONE] ")[-1].kind is Kind.ADDED_DONE


@pytest.mark.parametrize("finished", [[], [0]], ids=["nothing", "one of two"])
def test_end_without_finish_reason_is_a_failure(chunk: Any, finished: list[int]) -> None:
    """Every choice that was seen has to end."""
    flow = ChunkFlow(Turn("r", alias="m"), Defects())
    if finished:
        choices = [{"index": i, "finish_reason": "stop" if i in finished else None} for i in (0, 1)]
        flow.feed(InEvent(data=json.dumps(chunk(choices=choices))))

    with pytest.raises(UpstreamError) as caught:
        flow.end(upstream_said_done=True)

    assert caught.value.failure.cause is Cause.UNFINISHED


def test_break_is_one_error_event() -> None:
    """The event holds a complete error object."""
    flow = ChunkFlow(Turn("r", alias="m"), Defects())

    (event,) = flow.broken(Failure(Cause.CUT), Channel("a", "https://u.example", "k", {}))

    assert event.kind is Kind.ERROR
    assert set(json.loads(event.data or "")["error"]) == {"message", "type", "param", "code"}


def test_text_chunks_have_text_and_no_role() -> None:
    """The older completions are mended in their own shape."""
    flow = TextFlow(Turn("r", alias="m"), Defects())
    texts = [{"choices": [{"index": 0, "text": "x", "logprobs": None}], "id": "cmpl-1"}]
    texts.append({"choices": [{"index": 0, "text": None, "finish_reason": "stop"}]})

    events = [shown for text in texts for shown in flow.feed(InEvent(data=json.dumps(text)))]
    first, last, done = datas([*events, *flow.end(upstream_said_done=True)])

    choice = {"index": 0, "text": "x", "logprobs": None, "finish_reason": None}
    assert first == {"choices": [choice], "id": "cmpl-1", "object": "text_completion", "model": "m"}
    assert last["choices"] == [{"index": 0, "text": "", "finish_reason": "stop"}]
    assert (last["id"], done) == ("cmpl-1", "[DONE]")


@pytest.mark.parametrize(
    ("choice", "commits"),
    [({"text": ""}, False), ({"text": "x"}, True), ({"finish_reason": "stop"}, True)],
)
def test_empty_text_is_no_content(choice: Any, commits: bool) -> None:
    """Text or a finish reason is."""
    assert TextFlow.commits(InEvent(data=json.dumps({"choices": [choice]}))) is commits
