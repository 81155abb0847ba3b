"""Sound is judged by its octets, a transcript in the form that was asked for."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import Read

SOUND = b"\xff\xf3\x84\xc4"
HEARD = {"sha256": hashlib.sha256(SOUND).hexdigest(), "text": "One. Two."}
SRT = "1\n00:00:00,000 --> 00:00:01,000\nOne.\n\n2\n00:00:01,000 --> 00:00:02,000\nTwo.\n\n"
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nOne.\n\nid\n00:00:01.000 --> 00:00:02.000\nTwo.\n"


@pytest.mark.parametrize(
    ("name", "body", "kind", "arguments", "found"),
    [
        ("audio.format", SOUND, None, {"expected": "mp3"}, 0),
        ("audio.format", SOUND, None, {"expected": "wav"}, 1),
        ("audio.format", bytes(4), None, {"expected": "pcm"}, 0),
        ("audio.format", bytes(3), None, {"expected": "pcm"}, 1),
        ("audio.format", SOUND, None, {"expected": "pcm"}, 1),
        ("audio.content-type", SOUND, "audio/mpeg", {"expected": "mp3"}, 0),
        ("audio.content-type", SOUND, "application/octet-stream", {"expected": "mp3"}, 0),
        ("audio.content-type", SOUND, "audio/wav", {"expected": "mp3"}, 1),
        ("audio.same", SOUND, "audio/mpeg", {}, 0),
        ("audio.same", SOUND[:-1], "audio/mpeg", {}, 1),
        ("audio.bare", "One. Two.\n", "text/plain", {}, 0),
        ("audio.bare", '"One. Two."', "text/plain", {}, 1),
        ("audio.bare", '{"text":"One."}', "text/plain", {}, 1),
        ("audio.bare", "\n", "text/plain", {}, 0),
        ("audio.bare", "{}", "text/plain", {}, 1),
        ("audio.subtitles", SRT, None, {"expected": "srt"}, 0),
        ("audio.subtitles", "\ufeff" + SRT.replace("\n", "\r\n"), None, {"expected": "srt"}, 0),
        ("audio.subtitles", SRT.replace(",", "."), None, {"expected": "srt"}, 1),
        ("audio.subtitles", "", None, {"expected": "srt"}, 0),
        ("audio.subtitles", VTT, None, {"expected": "vtt"}, 0),
        ("audio.subtitles", "WEBVTT\n\n", None, {"expected": "vtt"}, 0),
        ("audio.subtitles", "WEBVTT", None, {"expected": "vtt"}, 0),
        ("audio.subtitles", "", None, {"expected": "vtt"}, 1),
        ("audio.subtitles", '"WEBVTT\\n"', None, {"expected": "vtt"}, 1),
        ("audio.subtitles", VTT.removeprefix("WEBVTT\n"), None, {"expected": "vtt"}, 1),
        ("audio.text-type", "a", "text/plain", {}, 0),
        ("audio.text-type", "a", "application/x-subrip", {}, 0),
        ("audio.text-type", "a", "application/json", {}, 1),
        ("audio.text-type", "a", "text/html", {}, 1),
        ("audio.transcript", {"text": "One. Two."}, "application/json", {}, 0),
        ("audio.transcript", {"text": "One."}, "application/json", {}, 1),
        ("audio.transcript", "One.", "text/plain", {}, 1),
    ],
)
def test_a_body_is_judged(
    view: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    name: str,
    body: Any,
    kind: Any,
    arguments: Any,
    found: int,
) -> None:
    """By what was asked for, and by what the upstream gave."""
    seen = view(body, kind=kind, upstream=[call(reply=HEARD)])

    assert found == len(places(name, seen, **arguments))


@pytest.mark.parametrize(("times", "found"), [((0.0, 0.2), 0), ((0.19, 0.2), 1), ((), 1)])
def test_sound_that_comes_once_the_upstream_went_on_was_held_back(
    view: Callable[..., Any], places: Callable[..., Any], times: Any, found: int
) -> None:
    """The first octet comes before that, or not."""
    seen = view(reads=[Read(at, b"x") for at in times], kind="audio/mpeg", released_s=0.1)

    assert found == len(places("audio.incremental", seen))


@pytest.mark.parametrize(
    ("deltas", "done", "found"),
    [(["One.", " Two."], "One. Two.", 0), (["One."], "One. Two.", 1), ([], "", 2)],
)
def test_a_streamed_transcript_adds_up(
    stream: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    deltas: Any,
    done: Any,
    found: int,
) -> None:
    """The deltas and the last event both say all of it."""
    kind = "transcript.text"
    events = [{"type": f"{kind}.delta", "delta": one} for one in deltas]
    seen = stream(*events, {"type": f"{kind}.done", "text": done}, upstream=[call(reply=HEARD)])

    assert found == len(places("audio.transcript", seen))
    assert bool(deltas) is (places("audio.stream-order", seen, kind=kind) == [])


@pytest.mark.parametrize(
    ("audio", "found"), [(base64.b64encode(SOUND).decode(), 0), ("AAAA", 1), ("*", 1)]
)
def test_sound_in_events_is_the_upstreams(
    stream: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    audio: str,
    found: int,
) -> None:
    """Joined from the deltas."""
    seen = stream({"type": "speech.audio.delta", "audio": audio}, upstream=[call(reply=HEARD)])

    assert found == len(places("audio.same", seen))


SPOKEN = [
    {"type": "transcript.text.segment", "speaker": who, "text": text}
    for who, text in (("A", "One."), ("B", "Two."))
]


@pytest.mark.parametrize(
    ("segments", "found"),
    [
        (SPOKEN, []),
        (SPOKEN[:1], ["/segments"]),
        (SPOKEN[::-1], ["/segments"]),
        ([], ["/segments"]),
    ],
)
def test_speakers_are_the_upstreams(
    view: Callable[..., Any],
    stream: Callable[..., Any],
    call: Callable[..., Any],
    places: Callable[..., Any],
    segments: Any,
    found: Any,
) -> None:
    """In an answer as in events, where the words between them are passed over."""
    heard = [call(reply={"speakers": [["A", "One."], ["B", "Two."]]})]
    delta = {"type": "transcript.text.delta", "delta": "One."}

    assert places("audio.speakers", view({"segments": segments}, upstream=heard)) == found
    assert places("audio.speakers", stream(delta, *segments, upstream=heard)) == found


def test_speakers_that_no_upstream_heard_are_no_match(
    view: Callable[..., Any], call: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """Nothing is the same as nothing, and proves nothing."""
    assert places("audio.speakers", view({"segments": []}, upstream=[call(reply={})]))
