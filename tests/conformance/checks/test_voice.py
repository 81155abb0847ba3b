"""Spoken answers and citations are compared with what was asked for and what was made."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks.voice import sounds
from conformance.wire.chat import Choice

OCTETS = b"\xff\xf3\x84\xc4 and some more of it"
DATA = base64.b64encode(OCTETS).decode()
MADE = {"audio": {"sha256": hashlib.sha256(OCTETS).hexdigest(), "transcript": "Good day."}}
CITED = {"type": "url_citation", "url_citation": {"url": "https://a.example"}}


def said(*pieces: Any, **more: Any) -> Any:
    """A message with sound, or several as the pieces of a stream."""
    return {"choices": [{"index": 0, "message": {"audio": piece, **more}} for piece in pieces]}


def choice(*pieces: Any) -> Choice:
    """A choice whose sound came in ``pieces``."""
    return Choice(0, audio=[{"data": piece} for piece in pieces])


@pytest.mark.parametrize(
    ("pieces", "readable"),
    [
        ([DATA], True),
        ([DATA[:4], DATA[4:]], True),
        ([DATA[:5], DATA[5:]], True),
        ([base64.b64encode(OCTETS[:4]).decode(), base64.b64encode(OCTETS[4:]).decode()], True),
        (["*"], False),
        ([""], False),
    ],
)
def test_sound_is_read_however_it_is_cut(pieces: Any, readable: bool) -> None:
    """In the text, or each piece for itself."""
    found = sounds(choice(*pieces))

    assert (OCTETS in found) is readable
    assert readable or not found


@pytest.mark.parametrize(
    ("name", "arguments", "audio", "places_found"),
    [
        ("voice.present", {}, {"data": DATA, "transcript": "x"}, []),
        ("voice.present", {}, {"data": "", "transcript": "x"}, ["/audio/data"]),
        ("voice.present", {}, None, ["/audio/data", "/audio/transcript"]),
        ("voice.format", {"expected": "mp3"}, {"data": DATA}, []),
        ("voice.format", {"expected": "wav"}, {"data": DATA}, ["/audio/data"]),
        ("voice.format", {"expected": "pcm16"}, {"data": "AAAA"}, []),
        ("voice.format", {"expected": "pcm16"}, {"data": DATA}, ["/audio/data"]),
        ("voice.format", {"expected": "pcm16"}, {"data": "*"}, ["/audio/data"]),
        ("voice.same", {}, {"data": DATA, "transcript": "Good day."}, []),
        ("voice.same", {}, {"data": DATA[:8], "transcript": "Good day."}, ["/audio/data"]),
        ("voice.same", {}, {"data": DATA, "transcript": "Good"}, ["/audio/transcript"]),
        ("voice.same", {}, {"data": 1}, ["/audio/data", "/audio/transcript"]),
    ],
)
def test_sound_is_judged(
    view: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    name: str,
    arguments: Any,
    audio: Any,
    places_found: Any,
) -> None:
    """By its octets and its words."""
    seen = view(said(audio), upstream=[call(reply=MADE)])

    assert places(name, seen, **arguments) == places_found


@pytest.mark.parametrize(
    ("annotations", "found"), [([CITED], []), ([], ["/annotations"]), ([{}], ["/annotations"])]
)
def test_citations_are_compared(
    view: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    annotations: Any,
    found: Any,
) -> None:
    """All of them, in their order."""
    seen = view(
        said(None, annotations=annotations), upstream=[call(reply={"annotations": [CITED]})]
    )

    assert places("citations.same", seen) == found
    assert places("citations.same", view({}, upstream=[call(reply={"annotations": [CITED]})]))
