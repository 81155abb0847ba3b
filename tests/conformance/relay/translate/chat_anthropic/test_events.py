"""The events of a message as chunks of a chat completion."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.translate.chat_anthropic.events import ChatEvents
from conformance.relay.translate.translation import Asked

START = {
    "type": "message_start",
    "message": {
        "id": "msg",
        "model": "up",
        "usage": {"input_tokens": 6, "output_tokens": 1, "cache_read_input_tokens": 90},
    },
}
ENDED = {
    "type": "message_delta",
    "delta": {"stop_reason": "end_turn"},
    "usage": {"output_tokens": 4, "input_tokens": None},
}
STOP = {"type": "message_stop"}
HEAD = {"id": "msg", "object": "chat.completion.chunk", "created": 7, "model": "up"}
ROLE = {"role": "assistant", "content": ""}
USAGE = {
    "prompt_tokens": 96,
    "completion_tokens": 4,
    "total_tokens": 100,
    "prompt_tokens_details": {"cached_tokens": 90},
    "completion_tokens_details": {"reasoning_tokens": 0},
}


def begin(block: dict[str, Any], index: int = 0) -> dict[str, Any]:
    """Return the start of a block."""
    return {"type": "content_block_start", "index": index, "content_block": block}


def delta(kind: str, index: int = 0, **said: Any) -> dict[str, Any]:
    """Return one delta of a block."""
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, **said}}


def close(index: int = 0) -> dict[str, Any]:
    """Return the end of a block."""
    return {"type": "content_block_stop", "index": index}


def use(name: str, index: int, **fields: Any) -> dict[str, Any]:
    """Return the start of a call."""
    return begin(
        {"type": "tool_use", "id": f"id-{name}", "name": name, "input": {}, **fields}, index
    )


def named(name: str, index: int) -> dict[str, Any]:
    """Return the first fragment of a call."""
    function = {"name": name, "arguments": ""}
    return {
        "tool_calls": [
            {"index": index, "id": f"id-{name}", "type": "function", "function": function}
        ]
    }


def fragment(arguments: str, index: int) -> dict[str, Any]:
    """Return a further fragment of a call."""
    return {"tool_calls": [{"index": index, "function": {"arguments": arguments}}]}


def fed(*events: Any) -> tuple[list[Any], ChatEvents]:
    """Return the chunks of events, behind the role."""
    told = ChatEvents(Asked(created=7))
    return [chunk for event in (START, *events) for chunk in told.feed(event)][1:], told


def chunk(said: Any, reason: str | None = None) -> dict[str, Any]:
    """Return a chunk."""
    return {**HEAD, "choices": [{"index": 0, "delta": said, "finish_reason": reason}]}


def test_message_begins_with_the_role() -> None:
    """Under one id for all chunks."""
    assert ChatEvents(Asked(created=7)).feed(START) == [chunk(ROLE)]


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (
            [begin({"type": "text", "text": ""}), delta("text_delta", text="hi")],
            [{"content": "hi"}],
        ),
        ([begin({"type": "text", "text": "hi"})], [{"content": "hi"}]),
        (
            [
                begin({"type": "thinking", "thinking": "", "signature": ""}),
                delta("thinking_delta", thinking="hm"),
                delta("signature_delta", signature="s"),
                close(),
            ],
            [{"reasoning_content": "hm"}],
        ),
        ([begin({"type": "redacted_thinking", "data": "d"}), close()], []),
        ([{"type": "ping"}, {"type": "new"}], []),
        (
            [
                use("f", 1),
                delta("input_json_delta", 1, partial_json=""),
                delta("input_json_delta", 1, partial_json='{"x"'),
                delta("input_json_delta", 1, partial_json=":1}"),
                close(1),
                use("g", 2),
                close(2),
                use("h", 3, input={"y": 2}),
                close(3),
            ],
            [
                named("f", 0),
                fragment('{"x"', 0),
                fragment(":1}", 0),
                named("g", 1),
                fragment("{}", 1),
                named("h", 2),
                fragment('{"y":2}', 2),
            ],
        ),
    ],
)
def test_block_is_spoken_as_it_comes(events: list[Any], said: list[Any]) -> None:
    """Calls are counted by themselves, whatever stands between them."""
    assert fed(*events)[0] == [chunk(one) for one in said]


def test_end_comes_with_the_stop_of_the_message() -> None:
    """Why, and what it cost: held back until nothing can break any more."""
    before, told = fed(ENDED)
    assert (before, told.is_over, told.end()) == ([], False, [])

    after = told.feed(STOP)

    assert after == [chunk({}, "stop"), {**HEAD, "choices": [], "usage": USAGE}]
    assert told.is_over


def test_stop_without_a_reason_is_no_end() -> None:
    """The client's stream misses it."""
    assert fed(STOP)[0] == []


def test_end_without_counts_has_no_usage() -> None:
    """Nothing is made up."""
    told = ChatEvents(Asked())
    told.feed({"type": "message_start", "message": {"id": "m"}})
    told.feed({"type": "message_delta", "delta": {"stop_reason": "tool_use"}})

    assert [one["choices"][0]["finish_reason"] for one in told.feed(STOP)] == ["tool_calls"]
