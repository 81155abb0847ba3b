"""An answer in parts, candidates and counts."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

import specs
from mock_upstream.protocols.gemini import content
from mock_upstream.protocols.gemini.request import GeminiRequest
from mock_upstream.reply import Answer, Reasoning, Refusal, Text, ToolCall

Ask = Callable[..., GeminiRequest]
Say = Callable[..., Answer]


def test_an_answer_is_whole_and_valid(ask: Ask, say: Say) -> None:
    """Thoughts are marked, calls are signed, counts leave thoughts apart."""
    call = ToolCall("c1", "f", '{"a":12345678901234567890}')
    value = content.whole(ask(), say(Reasoning("hm"), Text("So."), call, extras={"x": 1}))

    thought, text, called = value["candidates"][0]["content"]["parts"]
    assert (thought["thought"], text["text"]) == (True, "So.")
    assert called["functionCall"]["args"] == {"a": 12345678901234567890}
    assert called["thoughtSignature"] == content.signature("c1", "f", call.arguments)
    assert value["usageMetadata"]["candidatesTokenCount"] == 5
    assert value["usageMetadata"]["thoughtsTokenCount"] == 2
    assert (value["responseId"], value["x"]) == ("1", 1)
    assert list(specs.validator("gemini/generate_content.response.json").iter_errors(value)) == []


def test_an_empty_id_is_left_out(ask: Ask, say: Say) -> None:
    """As Google leaves it out where nobody asked for it."""
    (part,) = content.parts(ask(), say(ToolCall("", "f", "{}")), 0)

    assert part["functionCall"] == {"name": "f", "args": {}}


@pytest.mark.parametrize(
    ("finish", "expected"),
    [("stop", "STOP"), ("length", "MAX_TOKENS"), ("content_filter", "SAFETY"), ("SPII", "SPII")],
)
def test_a_reason_is_upper_case(ask: Ask, say: Say, finish: str, expected: str) -> None:
    """A word that chat does not know is a script's own."""
    value = content.whole(ask(), say(Text("a"), finish=finish))

    assert value["candidates"][0]["finishReason"] == expected


def test_a_refusal_blocks_the_prompt(ask: Ask, say: Say) -> None:
    """No candidate comes; the journal says so as well."""
    answer = say(Refusal("no"))
    value = content.whole(ask(), answer)

    assert "candidates" not in value
    assert value["promptFeedback"]["blockReason"] == "SAFETY"
    assert content.summary(ask(), answer)["blocked"] == value["promptFeedback"]
    assert content.parts(ask(), answer, 0) == []


def test_a_picture_that_is_wanted_decodes(ask: Ask, say: Say) -> None:
    """And is known by its digest."""
    request, answer = ask(responseModalities=["IMAGE"]), say(Text("Look."))

    part = content.parts(request, answer, 0)[-1]["inlineData"]

    octets = base64.b64decode(part["data"])
    assert Image.open(io.BytesIO(octets)).size == (64, 64)
    assert content.summary(request, answer)["pictures"] == [hashlib.sha256(octets).hexdigest()]


@pytest.mark.parametrize("arguments", ["{", "[]"])
def test_arguments_that_are_no_object_are_left_out(ask: Ask, say: Say, arguments: str) -> None:
    """Gemini has no place for a broken text."""
    part = content.parts(ask(), say(ToolCall("c", "f", arguments)), 0)[0]

    assert "args" not in part["functionCall"]


def test_the_journal_tells_what_is_meant(ask: Ask, say: Say) -> None:
    """Words, thoughts, calls, the end and the counts."""
    summary: Any = content.summary(
        ask(), say(Reasoning("hm"), Text("So."), ToolCall("c", "f", "{}"))
    )

    assert (summary["text"], summary["thoughts"]) == ("So.", "hm")
    assert len(summary["calls"]) == 1
    assert summary["finish_reasons"] == {"0": "STOP"}
    assert summary["usage"]["totalTokenCount"] == 17
