"""The order of a message's events."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.checks.message_grammar import breaks

START: Any = {"type": "message_start", "message": {}}
PING: Any = {"type": "ping"}
LATER: Any = {"type": "of_a_later_day"}
END: Any = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}}
STOP: Any = {"type": "message_stop"}
ERROR: Any = {"type": "error", "error": {}}


def begin(index: Any, kind: str = "text") -> Any:
    """The start of a block."""
    return {"type": "content_block_start", "index": index, "content_block": {"type": kind}}


def delta(index: Any, kind: str = "text_delta") -> Any:
    """A delta of a block."""
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind}}


def close(index: Any) -> Any:
    """The end of a block."""
    return {"type": "content_block_stop", "index": index}


TEXT: Any = [begin(0), delta(0), close(0)]
THOUGHT: Any = [
    begin(0, "thinking"),
    delta(0, "thinking_delta"),
    delta(0, "signature_delta"),
    close(0),
]
CALL: Any = [begin(1, "tool_use"), delta(1, "input_json_delta"), close(1)]


def rules(*events: Any) -> list[str]:
    """The rules that a stream breaks."""
    return [found.rule for found in breaks(events)]


@pytest.mark.parametrize(
    "events",
    [
        [START, *TEXT, END, STOP],
        [PING, START, PING, *TEXT, PING, LATER, END, PING, STOP],
        [START, *THOUGHT, *CALL, END, END, STOP],
        [START, begin(0, "redacted_thinking"), close(0), END, STOP],
        [START, begin(0), delta(0, "of_a_later_day"), close(0), END, STOP],
        [START, END, STOP],
        [START, *TEXT, ERROR],
        [START, "no object", END, STOP],
    ],
)
def test_a_sound_stream_breaks_nothing(events: list[Any]) -> None:
    """Pings and unknown events may come anywhere."""
    assert rules(*events) == []


@pytest.mark.parametrize(
    ("events", "broken"),
    [
        ([], ["start"]),
        ([PING], ["start"]),
        ([begin(0), START, close(0), END, STOP], ["start", "start"]),
        ([START, START, *TEXT, END, STOP], ["start"]),
        ([START, *TEXT, END], ["stop"]),
        ([START, *TEXT, END, STOP, STOP], ["stop"]),
        ([START, *TEXT, END, STOP, PING], ["stop"]),
        ([START, begin(1), close(1), END, STOP], ["blocks"]),
        ([START, begin("0"), close("0"), END, STOP], ["blocks"]),
        ([START, delta(0), END, STOP], ["blocks"]),
        ([START, close(0), END, STOP], ["blocks"]),
        ([START, begin(0), delta(1), close(0), END, STOP], ["blocks"]),
        ([START, begin(0), begin(1), close(1), END, STOP], ["closed"]),
        ([START, begin(0), END, STOP], ["closed"]),
        ([START, END, begin(0), STOP], ["delta", "closed"]),
        ([START, *TEXT, STOP], ["delta"]),
        ([START, *TEXT, {"type": "message_delta"}, STOP], ["delta"]),
        ([START, begin(0), delta(0, "thinking_delta"), close(0), END, STOP], ["fit"]),
        ([START, begin(0, "thinking"), close(0), END, STOP], ["sealed"]),
        ([START, *THOUGHT[:3], delta(0, "thinking_delta"), close(0), END, STOP], ["sealed"]),
    ],
)
def test_a_slip_breaks_its_rule(events: list[Any], broken: list[str]) -> None:
    """And, where it can, no other."""
    assert rules(*events) == broken


def test_a_break_knows_its_place() -> None:
    """Counted in events."""
    (found,) = breaks([START, PING, START, END, STOP])

    assert (found.place, "again" in found.message) == (2, True)
