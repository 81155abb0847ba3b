"""Defects that pass a broken answer off as a complete one, where chat is not spoken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.chunks import TextFlow
from conformance.relay.config import Channel
from conformance.relay.defects import false_ends
from conformance.relay.defects.base import Defects, Switch
from conformance.relay.retry import Cause, Failure
from conformance.relay.sse import InEvent
from conformance.relay.turn import Turn
from conformance.relay.typed import TypedFlow

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})
CUT = Failure(Cause.CUT)
SKETCH = {"type": "image_generation.partial_image", "b64_json": "QQ==", "partial_image_index": 0}
SOUND = {"type": "speech.audio.delta", "audio": "QQ=="}
WORDS = {"type": "transcript.text.delta", "delta": "One"}
TYPED = [
    (false_ends.SketchAsPicture, "/images/generations", SKETCH, "image_generation.completed"),
    (false_ends.SpeechDoneOnCut, "/audio/speech", SOUND, "speech.audio.done"),
    (false_ends.TranscriptDoneOnCut, "/audio/transcriptions", WORDS, "transcript.text.done"),
]


def broken(flow_type: Any, defect: Any, path: str, *events: Any) -> list[Any]:
    """Return the decoded events after a break."""
    turn = Turn("r", alias="m", path=path)
    flow = flow_type(turn, Defects((defect(turn),)))
    for event in events:
        flow.feed(InEvent(data=json.dumps(event)))
    told = flow.broken(CUT, CHANNEL)
    return [e.data if e.data == "[DONE]" else json.loads(e.data or "") for e in told]


@pytest.mark.parametrize(("defect", "path", "event", "end"), TYPED)
def test_the_event_that_completes_a_stream_is_made_up(
    defect: Any, path: str, event: Any, end: str
) -> None:
    """It follows what came, in place of the error."""
    (told,) = broken(TypedFlow, defect, path, event)

    assert told["type"] == end
    assert "partial_image_index" not in told


@pytest.mark.parametrize(("defect", "path", "event", "end"), TYPED)
@pytest.mark.parametrize("case", ["elsewhere", "nothing came"])
def test_other_breaks_are_told(defect: Any, path: str, event: Any, end: str, case: str) -> None:
    """At another endpoint, and before the first event."""
    at, events = ("/responses", [event]) if case == "elsewhere" else (path, [])

    (told,) = broken(TypedFlow, defect, at, *events)

    assert (told["type"], told["type"] == end) == ("error", False)


def test_a_text_completion_stops() -> None:
    """The finish reason is made up, without a word more; before the first text it is not."""
    choice = {"index": 0, "text": "One", "finish_reason": None}
    first = {"id": "c", "object": "text_completion", "choices": [choice]}

    stop, done = broken(TextFlow, false_ends.TextStopOnCut, "/completions", first)

    assert stop["choices"] == [{"index": 0, "text": "", "finish_reason": "stop"}]
    assert done == "[DONE]"
    assert "error" in broken(TextFlow, false_ends.TextStopOnCut, "/completions")[0]


@pytest.mark.parametrize("flow", [TextFlow, TypedFlow])
def test_nothing_is_said_of_a_break(flow: Any) -> None:
    """Neither an error nor an end."""
    assert broken(flow, false_ends.SilentBreak, "/x") == []


def test_broken_octets_end_as_a_whole_message() -> None:
    """The duty that is left undone is the proxy's."""
    assert Defects((false_ends.OctetsEndOnCut(Turn("r")),)).has(Switch.ENDS_BROKEN_OCTETS)
