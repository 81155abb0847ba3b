"""Defects of what a message says and counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.defects import message_contents as broken
from conformance.relay.defects.base import Defect
from conformance.relay.retry import Cause, Failure
from conformance.relay.sse import Kind, OutEvent
from conformance.relay.turn import Turn

PATH = "/v1/messages"
USAGE: Any = {
    "input_tokens": 3,
    "output_tokens": 4,
    "cache_creation_input_tokens": 5,
    "cache_read_input_tokens": 6,
    "server_tool_use": {},
}
FAILURE = Failure(Cause.CUT)
TOLD = [OutEvent(Kind.ERROR, "{}", event="error")]


def begin(index: int, kind: str) -> Any:
    """The start of a block."""
    return {"type": "content_block_start", "index": index, "content_block": {"type": kind}}


def close(index: int) -> Any:
    """The end of a block."""
    return {"type": "content_block_stop", "index": index}


@pytest.mark.parametrize(
    ("defect", "kind"),
    [
        (broken.ThoughtsDropped, "thinking"),
        (broken.RedactedDropped, "redacted_thinking"),
        (broken.HostedBlocksDropped, "server_tool_use"),
    ],
)
def test_blocks_are_lost_and_the_rest_is_counted_anew(defect: type[Defect], kind: str) -> None:
    """No gap tells of it."""
    active = defect(Turn("r"))
    events = [begin(0, "text"), close(0), begin(1, kind), close(1), begin(2, "text"), close(2)]

    shown = [one for event in [*events, {"type": "ping"}] for one in active.typed(event)]

    assert shown == [*events[:2], begin(1, "text"), close(1), {"type": "ping"}]


@pytest.mark.parametrize(
    ("defect", "changes"),
    [
        (broken.UsageZeroed, {"input_tokens": 0, "output_tokens": 0}),
        (
            broken.UsageFolded,
            {
                "input_tokens": 14,
                "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": 0,
            },
        ),
        (
            broken.CachePartsDoubled,
            {
                "cache_creation": {
                    "ephemeral_5m_input_tokens": 6,
                    "ephemeral_1h_input_tokens": 6,
                }
            },
        ),
    ],
)
def test_counts_differ_wherever_they_stand(defect: type[Defect], changes: Any) -> None:
    """In one piece, at a stream's start, and at its end."""
    active, shown = defect(Turn("r", path=PATH)), USAGE | changes

    assert active.result({"usage": USAGE}) == {"usage": shown}
    (start,) = active.typed({"type": "message_start", "message": {"usage": USAGE}})
    assert start["message"]["usage"] == shown
    assert active.typed({"type": "message_delta", "usage": USAGE})[0]["usage"] == shown
    assert active.typed({"type": "ping"}) == [{"type": "ping"}]
    assert defect(Turn("r", path="/v1/embeddings")).result({"usage": 1}) == {"usage": 1}


def test_what_is_not_there_is_not_folded() -> None:
    """The end of a stream need not count its input."""
    bare = {"type": "message_delta", "usage": {"output_tokens": 1}}

    assert broken.UsageFolded(Turn("r")).typed(bare) == [bare]


def test_a_tools_requests_are_lost() -> None:
    """All other counts stay."""
    active = broken.ToolRequestsDropped(Turn("r", path=PATH))

    assert "server_tool_use" not in active.result({"usage": USAGE})["usage"]


def test_usage_is_lost_or_begins_too_high() -> None:
    """In a stream."""
    start: Any = {"type": "message_start", "message": {"id": "m", "usage": USAGE}}
    end: Any = {"type": "message_delta", "usage": USAGE}
    missing, high = broken.MessageUsageMissing(Turn("r")), broken.UsageRestarts(Turn("r"))

    assert missing.typed(start) == [{"type": "message_start", "message": {"id": "m"}}]
    assert missing.typed(end) == [{"type": "message_delta"}]
    assert high.typed(start)[0]["message"]["usage"]["output_tokens"] > 4
    assert high.typed(end) == [end]


def test_calls_get_ids_of_the_relays_own() -> None:
    """By their place; other blocks stay."""
    active = broken.ToolUseRenamed(Turn("r"))

    (shown,) = active.typed(begin(3, "tool_use"))

    assert shown["content_block"]["id"] == "toolu_3"
    assert active.typed(begin(0, "text")) == [begin(0, "text")]


def test_done_follows_the_stop() -> None:
    """And nothing else."""
    active = broken.DoneAfterMessage(Turn("r"))

    for name, count in (("message_stop", 2), ("ping", 1)):
        assert len(active.event(OutEvent(Kind.TYPED, "{}", event=name))) == count


def test_a_whole_message_is_no_message() -> None:
    """At its own path."""
    body = {"type": "message", "role": "assistant", "id": "m"}

    assert broken.MessageAsCompletion(Turn("r", path=PATH)).result(body) == {"id": "m"}
    assert broken.MessageAsCompletion(Turn("r", path="/v1/responses")).result(body) == body


def test_a_break_is_hidden_or_told_without_a_name() -> None:
    """For messages alone."""
    ends, unnamed = broken.BrokenMessageEnds, broken.MessageErrorUnnamed

    made = ends(Turn("r", path=PATH)).broken(TOLD, FAILURE)
    (error,) = unnamed(Turn("r", path=PATH)).broken(TOLD, FAILURE)

    assert [one.event for one in made][-1] == "message_stop"
    assert error.event is None
    assert list(json.loads(error.data or "")) == ["error"]
    assert ends(Turn("r")).broken(TOLD, FAILURE) == unnamed(Turn("r")).broken(TOLD, FAILURE) == TOLD
