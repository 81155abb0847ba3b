"""Gemini's answers folded from each of their forms."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import End, Exchange, Read, SentRequest
from conformance.wire.gemini import chunks, elements, fold, is_closed
from conformance.wire.view import View

CALL: Any = {"functionCall": {"name": "f", "args": {"a": 1}}, "thoughtSignature": "c2ln"}


def piece(*parts: Any, finish: str | None = None, **more: Any) -> Any:
    """One chunk of the first candidate."""
    row = {"content": {"role": "model", "parts": list(parts)}}
    return {"candidates": [row | ({"finishReason": finish} if finish else {})], **more}


PIECES: Any = [
    piece({"text": "Hm.", "thought": True}),
    piece({"text": "He"}, usageMetadata={"totalTokenCount": 1}),
    piece({"text": "llo"}, CALL),
    piece({"text": ""}, finish="STOP", usageMetadata={"totalTokenCount": 9}),
]
WHOLE: Any = piece(
    {"text": "Hm.", "thought": True},
    {"text": "Hello"},
    CALL,
    finish="STOP",
    usageMetadata={"totalTokenCount": 9},
)


@pytest.fixture
def seen() -> Callable[..., View]:
    """A view of a body."""

    def make(body: str, kind: str = "application/json") -> View:
        request = SentRequest("POST", "http://relay/v1beta/models/m:generateContent", ())
        reads = (Read(0.0, body.encode()),)
        headers = (("content-type", kind),)
        return View(Exchange("x", "p", request, 200, headers, reads, End.EOF))

    return make


def test_each_form_says_the_same(seen: Callable[..., View]) -> None:
    """Whole, as events, as an array."""
    events = "".join(f"data: {json.dumps(one)}\r\n\r\n" for one in PIECES)
    views = [
        seen(json.dumps(WHOLE)),
        seen(events, "text/event-stream"),
        seen(json.dumps(PIECES)),
    ]

    for answer in (fold(chunks(view)) for view in views):
        assert (answer.first.text, answer.first.thoughts) == ("Hello", "Hm.")
        assert answer.first.calls == [CALL]
        assert answer.first.finish_reasons == ["STOP"]
        assert answer.usage == {"totalTokenCount": 9}
        assert answer.is_finished
    assert [is_closed(view) for view in views] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("no", 0),
        ("[", 0),
        ("[]", 0),
        ('[{"a":1}', 1),
        ('[{"a":1},\r\n{"b"', 1),
        ('[{"a":1},{"b":2}]', 2),
        ("[" * 100_000, 0),
    ],
    ids=lambda part: str(part)[:20],
)
def test_an_array_is_read_as_far_as_it_goes(text: str, count: int) -> None:
    """Nothing raises."""
    assert len(list(elements(text))) == count


def test_a_cut_array_is_no_end(seen: Callable[..., View]) -> None:
    """Its elements count all the same."""
    view = seen(json.dumps(PIECES[:2])[:-1])

    answer = fold(chunks(view))

    assert (answer.first.text, answer.is_finished, is_closed(view)) == ("He", False, False)


def test_pictures_are_known_by_their_octets() -> None:
    """What is no base64 is known by nothing."""
    data = base64.b64encode(b"png").decode()
    parts = [{"inlineData": {"data": one}} for one in (data, "%%", 7)]

    assert fold([piece(*parts)]).first.pictures == [hashlib.sha256(b"png").hexdigest(), None, None]


def test_a_block_and_an_error_are_seen() -> None:
    """The first is an end, the second is not."""
    blocked = fold([{"promptFeedback": {"blockReason": "SAFETY"}}])
    failed = fold([{"error": {"code": 500}}])

    assert (blocked.blocked, blocked.is_finished) == ("SAFETY", True)
    assert (failed.errors, failed.is_finished) == ([{"code": 500}], False)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        7,
        {"candidates": 7},
        {"candidates": [7]},
        {"candidates": [{"index": "a", "content": 7}]},
        {"candidates": [{"content": {"parts": 7}}]},
        {"candidates": [{"content": {"parts": [7, {"text": 7}]}}]},
        {"promptFeedback": 7, "usageMetadata": 7},
    ],
    ids=str,
)
def test_nothing_raises(odd: Any) -> None:
    """Whatever a relay sends."""
    assert fold([odd]).first.text == ""
