"""Defects of the events of a streamed message."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import message_events as broken
from conformance.relay.defects.base import Defect
from conformance.relay.turn import Turn

START: Any = {"type": "message_start", "message": {}}
STOP: Any = {"type": "message_stop"}
ENDED: Any = {"type": "message_delta", "delta": {"stop_reason": "tool_use", "stop_sequence": None}}


def begin(index: int) -> Any:
    """The start of a block."""
    return {"type": "content_block_start", "index": index, "content_block": {"type": "text"}}


def close(index: int) -> Any:
    """The end of a block."""
    return {"type": "content_block_stop", "index": index}


def delta(kind: str, **said: Any) -> Any:
    """One delta of the first block."""
    return {"type": "content_block_delta", "index": 0, "delta": {"type": kind, **said}}


TEXT = [delta("text_delta", text=word) for word in "abc"]
SEAL = delta("signature_delta", signature="s==")
THOUGHT = delta("thinking_delta", thinking="hm")
PIECES = [delta("input_json_delta", partial_json=word) for word in ("{", "}")]
STREAM: Any = [START, begin(0), THOUGHT, SEAL, *TEXT, *PIECES, close(0), begin(1), ENDED, STOP]


def without(*events: Any) -> list[Any]:
    """The stream but for these events."""
    return [one for one in STREAM if not any(one is event for event in events)]


def changed(event: Any, **fields: Any) -> list[Any]:
    """The stream with other fields in the delta of one event."""
    return [one | {"delta": one["delta"] | fields} if one is event else one for one in STREAM]


@pytest.mark.parametrize(
    ("defect", "shown"),
    [
        (broken.MessageStartTwice, [START, *STREAM]),
        (broken.BlockBeforeMessage, [STREAM[1], START, *STREAM[2:]]),
        (broken.MessageStopMissing, without(STOP)),
        (broken.MessageStopTwice, [*STREAM, STOP]),
        (broken.BlockStartMissing, without(STREAM[1])),
        (broken.BlockStopMissing, [one for one in STREAM if one["type"] != "content_block_stop"]),
        (broken.MessageDeltaMissing, without(ENDED)),
        (broken.StopReasonLost, changed(ENDED, stop_reason=None)),
        (broken.StopReasonFlat, changed(ENDED, stop_reason="end_turn")),
        (broken.SignatureDropped, without(SEAL)),
        (broken.SignatureTrimmed, changed(SEAL, signature="s")),
        (broken.ToolInputCut, without(PIECES[1])),
        (broken.MessageTextDropped, without(TEXT[1])),
    ],
)
def test_a_stream_differs_in_one_thing(defect: type[Defect], shown: list[Any]) -> None:
    """All other events are as they were."""
    active = defect(Turn("r"))

    assert [one for event in STREAM for one in active.typed(event)] == shown


def test_blocks_are_counted_from_1() -> None:
    """Each event of a block alike."""
    active = broken.BlockIndexShifted(Turn("r"))

    got = [one.get("index") for event in STREAM for one in active.typed(event)]

    assert got == [None if "index" not in one else one["index"] + 1 for one in STREAM]


def test_a_thought_is_told_as_text() -> None:
    """In its own block."""
    (got,) = broken.ThoughtsAsText(Turn("r")).typed(THOUGHT)

    assert got["delta"] == {"type": "text_delta", "text": "hm"}
    assert broken.ThoughtsAsText(Turn("r")).typed(STOP) == [STOP]
