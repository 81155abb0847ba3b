"""The chunks of a chat completion, made of Gemini's."""

from __future__ import annotations

from typing import Any

from conformance.relay.translate.chat_gemini.events import ChatEvents
from conformance.relay.translate.translation import Asked

COUNTS = {"promptTokenCount": 3, "candidatesTokenCount": 4}


def chunk(*parts: Any, index: int = 0, **more: Any) -> Any:
    """One chunk of one candidate."""
    row = {"content": {"parts": list(parts)}, "index": index, **more}
    return {"candidates": [row], "responseId": "r7", "usageMetadata": COUNTS}


def told(*chunks: Any) -> list[Any]:
    """What the client sees of them, and of the end."""
    events = ChatEvents(Asked(created=5))
    return [*(one for each in chunks for one in events.feed(each)), *events.end()]


def choices(*chunks: Any) -> list[Any]:
    """The choice of each chunk that has one."""
    return [choice for one in told(*chunks) for choice in one["choices"]]


def test_words_come_as_they_are_said() -> None:
    """The role first, the reason behind the last word, the counts last."""
    shown = told(chunk({"text": "a"}), chunk({"text": "b"}, finishReason="STOP"))

    assert [one["choices"] for one in shown] == [
        [{"index": 0, "delta": {"role": "assistant", "content": "a"}, "finish_reason": None}],
        [{"index": 0, "delta": {"content": "b"}, "finish_reason": None}],
        [{"index": 0, "delta": {}, "finish_reason": "stop"}],
        [],
    ]
    assert shown[-1]["usage"]["total_tokens"] == 7
    assert {(one["id"], one["created"]) for one in shown} == {("chatcmpl-r7", 5)}


def test_calls_in_chunks_of_their_own_have_numbers_of_their_own() -> None:
    """And the stop behind them is theirs, however late."""
    found = choices(
        chunk({"functionCall": {"name": "f"}, "thoughtSignature": "c2ln"}),
        chunk({"functionCall": {"name": "f"}}, {"functionCall": {"name": "g"}}),
        chunk({"text": ""}, finishReason="STOP"),
    )

    calls = [call for one in found for call in one["delta"].get("tool_calls", ())]
    assert [(call["index"], call["id"]) for call in calls] == [
        (0, "call_r7_0_0"),
        (1, "call_r7_0_1"),
        (2, "call_r7_0_2"),
    ]
    assert calls[0]["extra_content"] == {"google": {"thought_signature": "c2ln"}}
    assert [one["finish_reason"] for one in found] == [None, None, "tool_calls"]


def test_a_reason_is_told_once() -> None:
    """Though chunks behind it repeat it."""
    found = choices(chunk({"text": "a"}, finishReason="STOP"), chunk(finishReason="STOP"))

    assert [one["finish_reason"] for one in found] == [None, "stop"]


def test_candidates_run_beside_each_other() -> None:
    """Each with a role, words and a reason."""
    found = choices(
        chunk({"text": "a"}),
        chunk({"text": "b"}, index=1, finishReason="MAX_TOKENS"),
        chunk(finishReason="STOP"),
    )

    assert [(one["index"], one["finish_reason"]) for one in found] == [
        (0, None),
        (1, None),
        (1, "length"),
        (0, "stop"),
    ]


def test_a_block_is_told_as_a_filter() -> None:
    """A role, and the reason."""
    found = choices({"promptFeedback": {"blockReason": "SAFETY"}})

    assert [one["finish_reason"] for one in found] == [None, "content_filter"]


def test_what_was_cut_is_not_ended() -> None:
    """No reason is made up."""
    assert {one["finish_reason"] for one in choices(chunk({"text": "a"}))} == {None}


def test_tokens_come_with_how_likely_they_were() -> None:
    """In the chunk that says them."""
    likely = {"chosenCandidates": [{"token": "a", "logProbability": -1}]}

    first, last = choices(chunk({"text": "a"}, logprobsResult=likely, finishReason="STOP"))

    assert first["logprobs"]["content"][0]["token"] == "a"
    assert "logprobs" not in last
