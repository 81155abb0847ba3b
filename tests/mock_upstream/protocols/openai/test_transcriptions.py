"""A recording is told in each format, for each family of models."""

from __future__ import annotations

import pytest

import specs
from mock_upstream import jsontext
from mock_upstream.frames import body_of
from mock_upstream.jsontext import JSON
from mock_upstream.media.sound import wav
from mock_upstream.protocols.openai.said import Asked, Said
from mock_upstream.protocols.openai.transcriptions import transcribe
from mock_upstream.reply import Failure

FORM = (("content-type", "multipart/form-data; boundary=B"),)
WAV = b"".join(wav(100))
SCHEMAS = {
    "json": "transcription",
    "verbose_json": "transcription.verbose",
    "diarized_json": "transcription.diarized",
}


def told(kind: str = "transcriptions", file: bytes | None = WAV, **fields: JSON) -> Said | Failure:
    """What is said to a form with a recording; ``text`` is scripted."""
    head = '--B\r\nContent-Disposition: form-data; name="{}"'
    parts = [
        head.format(name) + f"\r\n\r\n{value}\r\n"
        for name, values in {"model": "m", **fields}.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    octets = "".join(parts).encode()
    if file is not None:
        octets += head.format("file").encode() + b'; filename="a.wav"\r\n\r\n' + file + b"\r\n"
    script = {"text": "One. Two."}
    return transcribe(Asked(octets + b"--B--", None, FORM, f"/audio/{kind}", script=script))


def body(reply: Said | Failure) -> bytes:
    """The octets of a success."""
    assert isinstance(reply, Said)
    return body_of(reply.frames)


@pytest.mark.parametrize("form", SCHEMAS)
def test_an_object_keeps_its_schema(form: str) -> None:
    """And says what was heard, and how long it took."""
    value = jsontext.loads(body(told(response_format=form)))

    specs.validator(f"openai/{SCHEMAS[form]}.json").validate(value)
    assert value["text"] == "One. Two."
    assert value.get("duration", 2.0) == 2.0


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", b"One. Two.\n"), ("srt", b"1\n00:00:00,000 -->"), ("vtt", b"WEBVTT\n\n00:00:00.000")],
)
def test_text_is_text(form: str, start: bytes) -> None:
    """In no JSON."""
    assert body(told(response_format=form)).startswith(start)


def test_granularities_decide_what_has_times() -> None:
    """Words only when they are asked for."""
    fields: dict[str, JSON] = {"timestamp_granularities[]": ["word"]}
    value = jsontext.loads(body(told(response_format="verbose_json", **fields)))

    assert [one["word"] for one in value["words"]] == ["One.", "Two."]
    assert "segments" not in value


def test_segments_add_up_to_the_text() -> None:
    """Each begins with a blank, as Whisper's do."""
    value = jsontext.loads(body(told(response_format="verbose_json")))

    assert "".join(one["text"] for one in value["segments"]) == f" {value['text']}"


def test_a_stream_says_it_word_by_word() -> None:
    """The deltas add up to the last event; Whisper does not stream."""
    lines = body(told(stream="true")).split(b"\n")
    events = [jsontext.loads(line[6:]) for line in lines if line.startswith(b"data: ")]
    for value in events:
        specs.validator("openai/transcript.event.json").validate(value)

    assert "".join(one["delta"] for one in events[:-1]) == events[-1]["text"] == "One. Two."
    assert jsontext.loads(body(told(model="whisper-1", stream="true")))["usage"]["seconds"] == 2


def test_a_stream_with_speakers_tells_each_segment_after_its_words() -> None:
    """The deltas add up to the whole, and name the segment that they belong to."""
    reply = told(stream="true", response_format="diarized_json")
    lines = body(reply).split(b"\n")
    events = [jsontext.loads(line[6:]) for line in lines if line.startswith(b"data: ")]
    for value in events:
        specs.validator("openai/transcript.event.json").validate(value)

    deltas = [one for one in events if one["type"] == "transcript.text.delta"]
    segments = [one for one in events if one["type"] == "transcript.text.segment"]
    assert "".join(one["delta"] for one in deltas) == events[-1]["text"] == "One. Two."
    assert list(dict.fromkeys(one["segment_id"] for one in deltas)) == [
        one["id"] for one in segments
    ]
    assert isinstance(reply, Said)
    assert reply.summary["speakers"] == [[one["speaker"], one["text"]] for one in segments]


def test_a_translation_is_english_and_has_no_usage() -> None:
    """Whatever language was asked for."""
    value = jsontext.loads(
        body(told("translations", response_format="verbose_json", language="de"))
    )

    assert (value["task"], value["language"]) == ("translate", "english")
    assert jsontext.loads(body(told("translations"))) == {"text": "One. Two."}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"file": None}, "missing_required_parameter"),
        ({"model": ""}, "missing_required_parameter"),
        ({"temperature": 2}, "decimal_above_max_value"),
        ({"response_format": "xml"}, "invalid_value"),
        ({"model": "gpt-4o-transcribe", "response_format": "srt"}, "invalid_value"),
        ({"model": "gpt-4o-transcribe-diarize", "response_format": "srt"}, "invalid_value"),
        ({"model": "whisper-1", "response_format": "diarized_json"}, "invalid_value"),
    ],
)
def test_a_bad_form_is_refused(fields: dict[str, JSON], name: str) -> None:
    """By the first thing that is wrong with it."""
    failure = told(**fields)

    assert isinstance(failure, Failure)
    assert failure.name == name


def test_no_form_is_refused() -> None:
    """JSON is no recording."""
    assert isinstance(transcribe(Asked(b"{}", {}, (), "/audio/transcriptions")), Failure)
