"""Defects of how a stream ends whose upstream failed on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.chunks import ChunkFlow
from conformance.relay.config import Channel, Timeouts
from conformance.relay.defects import breaks
from conformance.relay.defects.base import Defects
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import InEvent
from conformance.relay.turn import Turn
from conformance.relay.typed import ResponseFlow

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})


def broken(defect: Any, cause: Cause, first: Any) -> list[Any]:
    """Return the decoded events after a break."""
    turn = Turn("r", alias="m")
    flow = ChunkFlow(turn, Defects((defect(turn),)))
    flow.feed(InEvent(data=json.dumps(first)))
    events = flow.broken(Failure(cause), CHANNEL)
    return [e.data if e.data == "[DONE]" else json.loads(e.data or "") for e in events]


HIDDEN = [Cause.CUT, Cause.STALL, Cause.BAD_EVENT, Cause.UNFINISHED]


@pytest.mark.parametrize(
    ("defect", "cause", "is_hidden"),
    [
        *[(breaks.CleanStopOnCut, cause, True) for cause in HIDDEN],
        (breaks.CleanStopOnCut, Cause.INBAND, False),
        *[(breaks.DropInbandError, cause, False) for cause in HIDDEN],
        (breaks.DropInbandError, Cause.INBAND, True),
    ],
)
def test_break_looks_like_an_end(chunk: Any, defect: Any, cause: Cause, is_hidden: bool) -> None:
    """A finish reason is made up for the causes of the defect, and for no other."""
    events = broken(defect, cause, chunk({"content": "x"}))

    if is_hidden:
        assert events[0]["choices"] == [{"index": 0, "delta": {}, "finish_reason": "stop"}]
        assert (events[0]["id"], events[1:]) == ("c1", ["[DONE]"])
    else:
        assert list(events[0]) == ["error"]


def test_break_before_any_choice_is_not_hidden(chunk: Any) -> None:
    """Without a chunk to copy the error is told."""
    assert "error" in broken(breaks.CleanStopOnCut, Cause.CUT, chunk(choices=[]))[0]


def test_done_after_error(chunk: Any) -> None:
    """The terminator follows the error."""
    events = broken(breaks.DoneAfterError, Cause.CUT, chunk({"content": "x"}))

    assert "error" in events[0]
    assert events[1:] == ["[DONE]"]


def test_flat_error_event(chunk: Any) -> None:
    """The event has a name and no error object."""
    turn = Turn("r", alias="m")
    flow = ChunkFlow(turn, Defects((breaks.FlatErrorEvent(turn),)))

    (event,) = flow.broken(Failure(Cause.CUT), CHANNEL)

    assert event.event == "error"
    assert set(json.loads(event.data or "")) == {"message", "type", "code"}


def test_crash_on_empty_choices(chunk: Any, chunks: Any) -> None:
    """A chunk without choices breaks the stream; the usage chunk does not."""
    usage = chunk(choices=[], usage={"total_tokens": 1})
    asked = {"stream_options": {"include_usage": True}}

    assert len(chunks(breaks.CrashOnEmptyChoices, chunk({}, "stop"), usage, body=asked)) == 3
    with pytest.raises(UpstreamError):
        chunks(breaks.CrashOnEmptyChoices, chunk(choices=[]))


def test_crash_on_empty_choices_of_a_text_completion() -> None:
    """The same there."""
    defect = breaks.CrashOnEmptyChoices(Turn("r"))

    assert defect.text_chunk({"choices": [], "usage": {"total_tokens": 1}})
    with pytest.raises(UpstreamError):
        defect.text_chunk({"choices": []})


def test_hang_on_stall() -> None:
    """Only the limit between two reads is off."""
    assert breaks.HangOnStall(Turn("r")).timeouts(Timeouts(1, 2, 3)) == Timeouts(1, 2, None)


def test_error_event_without_type(chunk: Any) -> None:
    """All else of the error is told."""
    (event,) = broken(breaks.ErrorEventNoType, Cause.CUT, chunk({"content": "x"}))

    assert list(event["error"]) == ["message", "param", "code"]


def test_an_event_without_an_error_object_keeps_its_keys() -> None:
    """The Responses API has the fields of an error event at the top."""
    turn = Turn("r", alias="m")
    flow = ResponseFlow(turn, Defects((breaks.ErrorEventNoType(turn),)))

    (event,) = flow.broken(Failure(Cause.CUT), CHANNEL)

    assert json.loads(event.data or "")["type"] == "error"
