"""Defects of what a model thinks aloud."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import thoughts
from conformance.relay.turn import Turn

Said = dict[str, Any]


def whole(defect: Any, **message: Any) -> Said:
    """What an answer in one piece says under a defect."""
    shown = defect(Turn("r")).completion({"choices": [{"message": message}]})
    said: Said = shown["choices"][0]["message"]
    return said


def streamed(defect: Any, chunks: Any, chunk: Any, *deltas: Said) -> list[Said]:
    """The deltas that a client sees, without roles and without those that say nothing."""
    sent = [chunk(delta) for delta in deltas]
    seen = chunks(defect, *sent, chunk({}, "stop"), "[DONE]")
    found = [choice["delta"] for one in seen if isinstance(one, dict) for choice in one["choices"]]
    bare = [{key: value for key, value in one.items() if key != "role"} for one in found]
    return [delta for delta in bare if delta]


@pytest.mark.parametrize(
    ("defect", "message", "shown"),
    [
        (thoughts.ReasoningFieldUnknown, {"reasoning": "r", "content": "c"}, {"content": "c"}),
        (thoughts.ReasoningFieldUnknown, {"reasoning_content": "r"}, {"reasoning_content": "r"}),
        (thoughts.ReasoningRepeated, {"reasoning": "r", "content": "c"},
         {"reasoning": "rr", "content": "c"}),
        (thoughts.ReasoningAsContent, {"reasoning_content": "r", "content": "c"},
         {"content": "rc"}),
        (thoughts.ReasoningAsContent, {"content": "c"}, {"content": "c"}),
        (thoughts.ThinkTagsHalfStripped, {"content": "<think>r</think>c"}, {"content": "rc"}),
        (thoughts.ThinkTagsHalfStripped, {"content": None}, {"content": None}),
        (thoughts.CallsLostAfterThought, {"reasoning": "r", "tool_calls": [1]}, {"reasoning": "r"}),
        (thoughts.CallsLostAfterThought, {"tool_calls": [1]}, {"tool_calls": [1]}),
    ],
)  # fmt: skip
def test_a_whole_answer(defect: Any, message: Said, shown: Said) -> None:
    """What the defect does not speak of stays as it was."""
    assert whole(defect, **message) == shown


def test_a_repeated_thought_comes_again_at_the_end(chunks: Any, chunk: Any) -> None:
    """All of it at once, before the choice ends."""
    said = [{"reasoning": "a"}, {"reasoning": "b"}, {"content": "c"}]

    assert streamed(thoughts.ReasoningRepeated, chunks, chunk, *said) == [
        *said,
        {"reasoning": "ab"},
    ]


def test_a_late_thought_comes_after_the_answer(chunks: Any, chunk: Any) -> None:
    """Piece by piece, and nothing is lost."""
    said = [{"reasoning": "a"}, {"content": "c"}]

    assert streamed(thoughts.ReasoningLate, chunks, chunk, *said) == [*reversed(said)]


def test_a_tag_over_two_pieces_stays(chunks: Any, chunk: Any) -> None:
    """Each piece is looked at by itself."""
    said = [{"content": "<think>r"}, {"content": "</th"}, {"content": "ink>c"}]

    shown = streamed(thoughts.ThinkTagsHalfStripped, chunks, chunk, *said)

    assert [one["content"] for one in shown] == ["r", "</th", "ink>c"]


def test_a_call_is_lost_after_a_thought(chunks: Any, chunk: Any) -> None:
    """The choice remembers that it has thought."""
    said: list[Said] = [{"reasoning": "a"}, {"tool_calls": [{"index": 0}]}]

    assert streamed(thoughts.CallsLostAfterThought, chunks, chunk, *said) == [{"reasoning": "a"}]


def test_sealed_thoughts_are_dropped() -> None:
    """Of each message; the rest of the body stays."""
    defect = thoughts.SealedThoughtsDropped(Turn("r"))
    message = {"role": "assistant", "reasoning": "r", "reasoning_details": [1], "content": ""}
    kept = {"role": "assistant", "content": ""}

    assert defect.request_body({"model": "m", "messages": [message, "odd"]}) == {
        "model": "m",
        "messages": [kept, "odd"],
    }
    assert defect.request_body({"input": "x"}) == {"input": "x"}
