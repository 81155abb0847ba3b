"""Defects of speech: fields that are lost, octets that are held back or spoilt."""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Reason, refusal

__all__ = ["SPEECH"]

Body = dict[str, JSON]

_SPEECH = "/v1/audio/speech"


class _OfSpeech(Defect):
    """A defect of speech; other endpoints are left alone."""

    @property
    def _is_here(self) -> bool:
        return self.turn.path == _SPEECH


class SpeechRefused(_OfSpeech):
    """Requests for speech are refused as unknown."""

    name = "speech_refused"

    def request_body(self, body: Body) -> Body:
        """Refuse it."""
        if self._is_here:
            raise refusal(Reason.UNKNOWN_PATH, "No speech here.")
        return body


class SpeechFormatLost(_OfSpeech):
    """The format of speech that was asked for is not forwarded."""

    name = "speech_format_lost"

    def request_body(self, body: Body) -> Body:
        """Leave it out."""
        return {k: v for k, v in body.items() if not self._is_here or k != "response_format"}


class SpeechFieldsLost(_OfSpeech):
    """Instructions and speed of speech are not forwarded."""

    name = "speech_fields_lost"

    def request_body(self, body: Body) -> Body:
        """Leave them out."""
        lost = {"instructions", "speed"} if self._is_here else set()
        return {k: v for k, v in body.items() if k not in lost}


class SpeechAsText(_OfSpeech):
    """The octets of speech are read as text and written again."""

    name = "speech_as_text"

    def piece(self, octets: bytes, *, is_last: bool) -> bytes:
        """Spoil what is no UTF-8."""
        return octets.decode("utf-8", "replace").encode() if self._is_here else octets


class SpeechCut(_OfSpeech):
    """The end of each read of speech is lost."""

    name = "speech_cut"

    def piece(self, octets: bytes, *, is_last: bool) -> bytes:
        """Drop one sample."""
        return octets[:-2] if self._is_here else octets


class SpeechBuffered(_OfSpeech):
    """Speech is held back until all of it is there."""

    name = "speech_buffered"
    _held: bytes = b""

    def piece(self, octets: bytes, *, is_last: bool) -> bytes:
        """Keep all but the last."""
        if not self._is_here:
            return octets
        self._held += octets
        return self._held if is_last else b""


class SpeechTypeWrong(_OfSpeech):
    """Speech is called plain text."""

    name = "speech_type_wrong"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Change the media type of sound."""
        is_sound = headers.get("Content-Type", "").startswith("audio/")
        return headers | {"Content-Type": "text/plain"} if is_sound else headers


class SpeechEventsLost(_OfSpeech):
    """Speech comes as octets though events were asked for."""

    name = "speech_events_lost"

    def wants_stream(self, wants: bool) -> bool:
        """Never."""
        return wants and not self._is_here


class SpeechUsageLost(_OfSpeech):
    """The last event of speech has no usage."""

    name = "speech_usage_lost"

    def typed(self, event: Body) -> list[Body]:
        """Take it out."""
        return [{k: v for k, v in event.items() if not self._is_here or k != "usage"}]


class SpeechDoneLost(_OfSpeech):
    """The last event of speech is lost."""

    name = "speech_done_lost"

    def typed(self, event: Body) -> list[Body]:
        """Swallow it."""
        return [] if event.get("type") == "speech.audio.done" else [event]


SPEECH: tuple[type[Defect], ...] = (
    SpeechRefused,
    SpeechFormatLost,
    SpeechFieldsLost,
    SpeechAsText,
    SpeechCut,
    SpeechBuffered,
    SpeechTypeWrong,
    SpeechEventsLost,
    SpeechUsageLost,
    SpeechDoneLost,
)
"""The family, in the order in which it is listed."""
