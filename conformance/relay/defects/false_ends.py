"""Defects that pass a broken answer off as a complete one, where chat is not spoken.

Rules of this file: nothing is changed but the end; the defects of chat are in ``breaks``.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.retry import Failure
from conformance.relay.sse import DONE, Kind, OutEvent

__all__ = ["FALSE_ENDS"]

Event = dict[str, JSON]


class SilentBreak(Defect):
    """A stream that breaks off just ends, without a word."""

    name = "silent_break"

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Say nothing."""
        return []


class TextStopOnCut(Defect):
    """A text completion that breaks off ends with ``stop`` and [DONE]."""

    name = "text_stop_on_cut"
    _last: Event | None = None

    def text_chunk(self, chunk: Event) -> list[Event]:
        """Remember what a chunk of this stream looks like."""
        if chunk["choices"]:
            self._last = chunk
        return [chunk]

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Make up a finish reason and a terminator."""
        if self._last is None:
            return events
        choice = self._last["choices"][0] | {"text": "", "finish_reason": "stop"}
        stop = jsontext.dump({**self._last, "choices": [choice]})
        return [OutEvent(Kind.CHUNK, stop), OutEvent(Kind.DONE, DONE)]


class _MadeUp(Defect):
    """A defect that makes up the event which completes a stream of one endpoint."""

    _path: ClassVar[str]
    _last: Event | None = None

    def typed(self, event: Event) -> list[Event]:
        """Remember the last event."""
        self._last = event
        return [event]

    def broken(self, events: list[OutEvent], failure: Failure) -> list[OutEvent]:
        """Complete the stream."""
        if self._last is None or not self.turn.path.endswith(self._path):
            return events
        told = self._end(self._last)
        return [OutEvent(Kind.TYPED, jsontext.dump(told), event=str(told["type"]))]

    @abstractmethod
    def _end(self, last: Event) -> Event:
        """Return the event that says the answer is complete."""


class SketchAsPicture(_MadeUp):
    """The last sketch of a picture that breaks off is told as the picture."""

    name = "sketch_as_picture"
    _path = "/images/generations"

    def _end(self, last: Event) -> Event:
        told = {name: value for name, value in last.items() if name != "partial_image_index"}
        return told | {"type": "image_generation.completed"}


class SpeechDoneOnCut(_MadeUp):
    """Speech that breaks off ends with ``speech.audio.done``."""

    name = "speech_done_on_cut"
    _path = "/audio/speech"

    def _end(self, last: Event) -> Event:
        return {
            "type": "speech.audio.done",
            "usage": {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0},
        }


class TranscriptDoneOnCut(_MadeUp):
    """A transcript that breaks off ends with ``transcript.text.done``."""

    name = "transcript_done_on_cut"
    _path = "/audio/transcriptions"

    def _end(self, last: Event) -> Event:
        return {"type": "transcript.text.done", "text": str(last.get("delta"))}


class OctetsEndOnCut(Defect):
    """Sound that breaks off ends as a whole HTTP message."""

    name = "octets_end_on_cut"
    switches = frozenset({Switch.ENDS_BROKEN_OCTETS})


FALSE_ENDS: tuple[type[Defect], ...] = (
    SilentBreak,
    TextStopOnCut,
    SketchAsPicture,
    SpeechDoneOnCut,
    TranscriptDoneOnCut,
    OctetsEndOnCut,
)
"""The defects of this family."""
