"""Chunks of a chat completion as the events of a message."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.translate.messages_openai.events import MessageEvents
from conformance.relay.translate.translation import Asked

TEXT = {"type": "text", "text": ""}
THOUGHT = {"type": "thinking", "thinking": "", "signature": ""}
NOTHING = {
    "input_tokens": 0,
    "cache_creation_input_tokens": 0,
    "cache_read_input_tokens": 0,
    "output_tokens": 0,
}


def chunk(said: Any, finish: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return one chunk of choice 0."""
    choice = {"index": 0, "delta": said, "finish_reason": finish}
    return {"id": "c", "model": "up", "choices": [choice], **fields}


def call(words: str | None, index: Any = 0, **fields: Any) -> dict[str, Any]:
    """Return a chunk with a fragment of a call."""
    function = {"arguments": words, **({"name": fields.pop("name")} if "name" in fields else {})}
    return chunk({"tool_calls": [{"index": index, **fields, "function": function}]})


def begin(block: Any, index: int = 0) -> dict[str, Any]:
    """Return the start of a block."""
    return {"type": "content_block_start", "index": index, "content_block": block}


def use(name: str, id_: str, index: int) -> dict[str, Any]:
    """Return the start of a call."""
    return begin({"type": "tool_use", "id": id_, "name": name, "input": {}}, index)


def delta(kind: str, words: str, index: int = 0) -> dict[str, Any]:
    """Return what is said in a block."""
    member = {"text_delta": "text", "thinking_delta": "thinking"}.get(kind, "partial_json")
    said = {"type": kind, member: words}
    return {"type": "content_block_delta", "index": index, "delta": said}


def close(index: int = 0) -> dict[str, Any]:
    """Return the end of a block."""
    return {"type": "content_block_stop", "index": index}


def fed(*chunks: Any) -> tuple[list[Any], MessageEvents]:
    """Return the events of chunks, behind the start."""
    told = MessageEvents(Asked())
    return [event for one in chunks for event in told.feed(one)][1:], told


ROLE = chunk({"role": "assistant", "content": ""})
A = {"id": "a", "name": "f"}
B = {"id": "b", "name": "g"}
OPEN_A, CLOSE_A = call("{", 0, **A), call("}", 0)


def test_message_starts_with_the_first_chunk() -> None:
    """Whatever that says, and once."""
    told = MessageEvents(Asked())
    filtered = {"id": "", "choices": [], "prompt_filter_results": []}

    first, second = told.feed(filtered), told.feed(chunk({"content": "a"}))

    assert [one["type"] for one in first] == ["message_start"]
    assert first[0]["message"]["content"] == []
    assert first[0]["message"]["usage"] == NOTHING
    assert [one["type"] for one in second] == ["content_block_start", "content_block_delta"]


@pytest.mark.parametrize(
    ("chunks", "events"),
    [
        pytest.param(
            [chunk({"content": "a"}), chunk({"content": "b"}), chunk({"content": None})],
            [begin(TEXT), delta("text_delta", "a"), delta("text_delta", "b")],
            id="words",
        ),
        pytest.param(
            [chunk({"reasoning_content": "a"}), chunk({"content": "b"})],
            [
                begin(THOUGHT),
                delta("thinking_delta", "a"),
                close(),
                begin(TEXT, 1),
                delta("text_delta", "b", 1),
            ],
            id="thoughts",
        ),
        pytest.param(
            [chunk({"content": "a"}), call("", **A), call("{", 0), call("}", 0)],
            [
                begin(TEXT),
                delta("text_delta", "a"),
                close(),
                use("f", "a", 1),
                delta("input_json_delta", "{", 1),
                delta("input_json_delta", "}", 1),
            ],
            id="call",
        ),
        pytest.param(
            [call("{}", 0, name="f"), chunk({"content": "late"}), call("{", 1, **B)],
            [use("f", "call_0", 0), delta("input_json_delta", "{}")],
            id="what waits for a call",
        ),
        pytest.param(
            [call("{", 0, id="a"), call("}", 0, name="f")],
            [use("f", "a", 0), delta("input_json_delta", "{}")],
            id="name that comes late",
        ),
        pytest.param(
            [{**chunk({"content": "a"}), "choices": [{"index": 1, "delta": {"content": "a"}}]}],
            [],
            id="another choice",
        ),
    ],
)
def test_chunks_become_blocks(chunks: list[Any], events: list[Any]) -> None:
    """One behind the other, counted from 0."""
    assert fed(ROLE, *chunks)[0] == events


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param([OPEN_A, CLOSE_A, call("[", 1, **B), call("]", 1)], id="in order"),
        pytest.param([OPEN_A, call("[", 1, **B), CLOSE_A, call("]", 1)], id="by turns"),
        pytest.param([OPEN_A, CLOSE_A, call("[", 0, **B), call("]", 0)], id="one index"),
        pytest.param([call("{}", None, **A), call("[]", None, **B)], id="no index"),
    ],
)
def test_calls_are_told_apart(chunks: list[Any]) -> None:
    """However their fragments come, each is one block."""
    before, told = fed(ROLE, *chunks, chunk({}, "tool_calls"))
    events = [*before, *told.end()]
    starts = [one["content_block"]["id"] for one in events if "content_block" in one]
    inputs = {0: "", 1: ""}
    for one in events:
        if one["type"] == "content_block_delta":
            inputs[one["index"]] += one["delta"]["partial_json"]

    assert starts == ["a", "b"]
    assert inputs == {0: "{}", 1: "[]"}
    assert [one["index"] for one in events if one["type"] == "content_block_stop"] == [0, 1]


def test_words_behind_a_call_are_not_lost() -> None:
    """They come when it is over."""
    _, told = fed(ROLE, call("{}", 0, **A), chunk({"content": "late"}), chunk({}, "stop"))
    events = told.end()

    assert events[:4] == [close(), begin(TEXT, 1), delta("text_delta", "late", 1), close(1)]
    assert events[4]["delta"]["stop_reason"] == "tool_use"


def test_end_is_told_with_its_reason_and_cost() -> None:
    """When the upstream is done, and not before."""
    usage = {"prompt_tokens": 9, "completion_tokens": 4}
    before, told = fed(ROLE, chunk({}, "length"), {"choices": [], "usage": usage})

    assert before == []
    assert told.end() == [
        {
            "type": "message_delta",
            "delta": {"stop_reason": "max_tokens", "stop_sequence": None},
            "usage": NOTHING | {"input_tokens": 9, "output_tokens": 4},
        },
        {"type": "message_stop"},
    ]


def test_end_without_a_reason_is_none() -> None:
    """The client's stream misses it."""
    assert fed(ROLE, chunk({"content": "a"}))[1].end() == []
