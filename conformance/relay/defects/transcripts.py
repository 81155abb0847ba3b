"""Defects of transcripts: recordings cut, words lost, text told in another form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Reason, refusal
from conformance.relay.form import Part

__all__ = ["TRANSCRIPTS"]

Body = dict[str, JSON]
Parts = tuple[Part, ...]

_PATHS = frozenset({"/v1/audio/transcriptions", "/v1/audio/translations"})
_LISTS = frozenset({"include[]", "timestamp_granularities[]"})


class _OfTranscripts(Defect):
    """A defect of transcriptions and translations; other endpoints are left alone."""

    @property
    def _is_here(self) -> bool:
        return self.turn.path in _PATHS


class AudioRefused(_OfTranscripts):
    """Recordings are refused as unknown."""

    name = "audio_refused"

    def parts(self, parts: Parts) -> Parts:
        """Refuse it."""
        if self._is_here:
            raise refusal(Reason.UNKNOWN_PATH, "No recordings here.")
        return parts


class TranscriptTextNull(_OfTranscripts):
    """The text of a transcript in JSON is null."""

    name = "transcript_text_null"

    def result(self, body: Body) -> Body:
        """Take the text away."""
        return body | {"text": None} if self._is_here else body


class TranscriptDurationString(_OfTranscripts):
    """The duration of a verbose transcript is a string."""

    name = "transcript_duration_string"

    def result(self, body: Body) -> Body:
        """Write the number as text."""
        has_it = self._is_here and "duration" in body
        return body | {"duration": str(body["duration"])} if has_it else body


class TranscriptShortened(_OfTranscripts):
    """The end of a transcript's text is lost."""

    name = "transcript_shortened"

    def result(self, body: Body) -> Body:
        """Drop the last character."""
        return body | {"text": body["text"][:-1]} if self._is_here else body


class TranscriptQuoted(_OfTranscripts):
    """Text and subtitles are written as a JSON string."""

    name = "transcript_quoted"
    _held: bytes = b""

    def piece(self, octets: bytes, *, is_last: bool) -> bytes:
        """Quote the whole body at its end."""
        if not self._is_here:
            return octets
        self._held += octets
        return jsontext.encode(self._held.decode("utf-8", "replace")) if is_last else b""


class TranscriptCut(_OfTranscripts):
    """The end of each read of text or subtitles is lost."""

    name = "transcript_cut"

    def piece(self, octets: bytes, *, is_last: bool) -> bytes:
        """Drop the line end."""
        return octets[:-1] if self._is_here else octets


class TranscriptCalledJson(_OfTranscripts):
    """Text and subtitles are called JSON."""

    name = "transcript_called_json"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Change the media type of text."""
        kind = headers.get("Content-Type", "")
        is_text = self._is_here and kind.startswith("text/") and "event-stream" not in kind
        return headers | {"Content-Type": "application/json"} if is_text else headers


class TranscriptFormatLost(_OfTranscripts):
    """The format of a transcript that was asked for is not forwarded."""

    name = "transcript_format_lost"

    def parts(self, parts: Parts) -> Parts:
        """Leave it out."""
        return tuple(part for part in parts if not self._is_here or part.name != "response_format")


class AudioFormFieldsLost(_OfTranscripts):
    """Lists in a form with a recording are lost."""

    name = "audio_form_fields_lost"

    def parts(self, parts: Parts) -> Parts:
        """Leave them out."""
        return tuple(part for part in parts if not self._is_here or part.name not in _LISTS)


class RecordingCut(_OfTranscripts):
    """Half of a recording is lost on its way to the upstream."""

    name = "recording_cut"

    def parts(self, parts: Parts) -> Parts:
        """Cut the file."""
        return tuple(
            replace(part, octets=part.octets[: len(part.octets) // 2])
            if self._is_here and part.name == "file"
            else part
            for part in parts
        )


class TranscriptStreamWhole(_OfTranscripts):
    """A transcript comes in one piece though events were asked for."""

    name = "transcript_stream_whole"

    def wants_stream(self, wants: bool) -> bool:
        """Never."""
        return wants and not self._is_here


class TranscriptDeltaNull(_OfTranscripts):
    """The deltas of a streamed transcript are null."""

    name = "transcript_delta_null"

    def typed(self, event: Body) -> list[Body]:
        """Take the words away."""
        return [event | {"delta": None} if self._is_here and "delta" in event else event]


class TranscriptDoneLost(_OfTranscripts):
    """The last event of a streamed transcript is lost."""

    name = "transcript_done_lost"

    def typed(self, event: Body) -> list[Body]:
        """Swallow it."""
        return [] if event.get("type") == "transcript.text.done" else [event]


class SpeakersLost(_OfTranscripts):
    """The segments of a transcript do not say who speaks."""

    name = "speakers_lost"

    def result(self, body: Body) -> Body:
        """Take the speakers out of an answer."""
        return _in_segments(body, _speechless) if self._is_here else body

    def typed(self, event: Body) -> list[Body]:
        """Take the speaker out of an event."""
        return [_speechless(event) if self._is_here else event]


class SpeakersMixed(_OfTranscripts):
    """All segments of a transcript are told as one speaker's."""

    name = "speakers_mixed"

    def result(self, body: Body) -> Body:
        """Name one speaker in an answer."""
        return _in_segments(body, _of_one) if self._is_here else body

    def typed(self, event: Body) -> list[Body]:
        """Name that speaker in an event."""
        return [_of_one(event) if self._is_here else event]


def _in_segments(body: Body, change: Callable[[Body], Body]) -> Body:
    segments = body.get("segments")
    return body | {"segments": [change(one) for one in segments]} if segments else body


def _speechless(segment: Body) -> Body:
    return {name: value for name, value in segment.items() if name != "speaker"}


def _of_one(segment: Body) -> Body:
    return segment | {"speaker": "Z"} if "speaker" in segment else segment


TRANSCRIPTS: tuple[type[Defect], ...] = (
    AudioRefused,
    TranscriptTextNull,
    TranscriptDurationString,
    TranscriptShortened,
    TranscriptQuoted,
    TranscriptCut,
    TranscriptCalledJson,
    TranscriptFormatLost,
    AudioFormFieldsLost,
    RecordingCut,
    TranscriptStreamWhole,
    TranscriptDeltaNull,
    TranscriptDoneLost,
    SpeakersLost,
    SpeakersMixed,
)
"""The family, in the order in which it is listed."""
