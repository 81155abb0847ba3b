"""Streams of Gemini: what commits, what is shown, what is an end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.relay.config import Channel
from conformance.relay.contents import ContentFlow
from conformance.relay.defects.base import Defects
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import InEvent
from conformance.relay.turn import Turn

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})


def event(*parts: Any, **more: Any) -> InEvent:
    """One chunk of one candidate."""
    finish = {"finishReason": more.pop("finish")} if "finish" in more else {}
    row = {"content": {"parts": list(parts)}, **finish}
    return InEvent(data=json.dumps({"candidates": [row], **more}))


@pytest.fixture
def flow() -> ContentFlow:
    """A flow without defects for the alias ``m``."""
    return ContentFlow(Turn("r", alias="m"), Defects())


@pytest.mark.parametrize(
    ("one", "commits"),
    [
        (event({"text": "a"}), True),
        (event({"functionCall": {"name": "f"}}), True),
        (event({"text": ""}), False),
        (event(), False),
        (event(finish="STOP"), True),
        (InEvent(data='{"promptFeedback": {"blockReason": "SAFETY"}}'), True),
        (InEvent(data='{"usageMetadata": {}}'), False),
        (InEvent(data='{"candidates": [{"content": 7}, 7]}'), False),
        (InEvent(data="[DONE]"), False),
    ],
)
def test_a_word_commits(one: InEvent, commits: bool) -> None:
    """So does the end, and nothing less."""
    assert ContentFlow.commits(one) is commits


def test_a_chunk_is_shown_under_the_alias(flow: ContentFlow) -> None:
    """All else stays; what was spent is noted."""
    (shown,) = flow.feed(
        event({"text": "é"}, modelVersion="up", usageMetadata={"totalTokenCount": 7})
    )

    assert shown.event is None
    assert json.loads(shown.data or "")["modelVersion"] == "m"
    assert "é" in (shown.data or "")
    assert flow._turn.tokens == 7


def test_the_end_of_the_message_is_the_end(flow: ContentFlow) -> None:
    """No terminator is added, nor is one of the upstream's shown."""
    flow.prime([event({"text": "a"})])
    flow.feed(event({"text": "a"}))
    flow.feed(event({"text": ""}, finish="STOP"))

    assert flow.feed(InEvent(data="[DONE]")) == []
    assert flow.saw_done


def test_a_block_is_an_end(flow: ContentFlow) -> None:
    """Without a candidate."""
    flow.feed(InEvent(data='{"promptFeedback": {"blockReason": "SAFETY"}}'))

    assert flow.end(upstream_said_done=False) == []


@pytest.mark.parametrize("events", [[], [event({"text": "a"})]], ids=["nothing", "no reason"])
def test_a_candidate_without_a_reason_is_unfinished(
    flow: ContentFlow, events: list[InEvent]
) -> None:
    """However properly the message ends."""
    for one in events:
        flow.feed(one)

    with pytest.raises(UpstreamError) as raised:
        flow.end(upstream_said_done=False)

    assert raised.value.failure.cause is Cause.UNFINISHED


def test_a_broken_stream_says_so_in_google_s_words(flow: ContentFlow) -> None:
    """With the dialect of the turn."""
    from conformance.relay.dialects import GEMINI

    flow._turn.dialect = GEMINI

    (shown,) = flow.broken(Failure(Cause.CUT), CHANNEL)

    assert json.loads(shown.data or "")["error"]["status"] == "INTERNAL"
