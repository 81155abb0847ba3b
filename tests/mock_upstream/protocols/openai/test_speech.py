"""Speech comes in six formats, in pieces or in events."""

from __future__ import annotations

import base64

import pytest

import specs
from mock_upstream import jsontext
from mock_upstream.frames import Data, body_of
from mock_upstream.jsontext import JSON
from mock_upstream.media.sound import FORMATS
from mock_upstream.protocols.openai.said import Asked, Said, sha256
from mock_upstream.protocols.openai.speech import speak
from mock_upstream.reply import Failure

BODY: dict[str, JSON] = {"model": "tts-1", "voice": "alloy", "input": "Good morning to all of you."}


def spoken(**more: JSON) -> Said:
    """What is said to a sound request."""
    body = {**BODY, **more}
    reply = speak(Asked(jsontext.dumps(body), body))
    assert isinstance(reply, Said)
    return reply


@pytest.mark.parametrize("form", FORMATS)
def test_pieces_join_to_what_the_journal_says(form: str) -> None:
    """More than one piece, and the digest of all of them."""
    reply = spoken(response_format=form)

    assert sum(isinstance(frame, Data) for frame in reply.frames) > 1
    assert reply.summary["sha256"] == sha256(body_of(reply.frames))
    assert reply.summary["octets"] == len(body_of(reply.frames))


def test_speed_is_length() -> None:
    """Twice as fast is half as long."""
    slow, fast = (spoken(response_format="pcm", speed=speed) for speed in (1, 2))

    assert slow.summary["octets"] == pytest.approx(2 * fast.summary["octets"], abs=960)


def test_events_hold_the_same_sound() -> None:
    """Each keeps its schema, and the last one counts."""
    reply = spoken(stream_format="sse")
    lines = body_of(reply.frames).split(b"\n")
    told = [jsontext.loads(line[6:]) for line in lines if line.startswith(b"data: ")]
    for value in told:
        specs.validator("openai/speech.audio.event.json").validate(value)

    joined = b"".join(base64.b64decode(one["audio"]) for one in told[:-1])
    assert joined == body_of(spoken().frames)
    assert told[-1]["usage"] == reply.summary["usage"]


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"input": ""}, "missing_required_parameter"),
        ({"input": "a" * 4097}, "string_above_max_length"),
        ({"voice": 1}, "invalid_type"),
        ({"response_format": "ogg"}, "invalid_value"),
        ({"stream_format": "json"}, "invalid_value"),
        ({"speed": 5}, "decimal_above_max_value"),
    ],
)
def test_a_bad_request_is_refused(more: dict[str, JSON], name: str) -> None:
    """By the first thing that is wrong with it."""
    failure = speak(Asked(b"", {**BODY, **more}))

    assert isinstance(failure, Failure)
    assert failure.name == name


def test_a_voice_of_ones_own_is_an_object() -> None:
    """With an id."""
    assert spoken(voice={"id": "voice_1"}).summary["octets"]
