"""A chat answer that is spoken: its words are a transcript, with sound beside them.

Rules of this file: one sound for each choice; how long it is follows from the
words. Joined, the pieces of a stream are the sound of the whole.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.media.sound import FORMATS
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.said import sha256
from mock_upstream.reply import Answer

__all__ = ["Voice", "voiced"]

NAMES: Mapping[str, str] = {**{name: name for name in FORMATS if name != "pcm"}, "pcm16": "pcm"}
"""What chat calls a format -> what the format is called elsewhere."""
FRAMES_PER_TOKEN = 2
MAX_FRAMES = 50
PIECE = 9600
"""Octets of one event: a multiple of three, so that base64 can be joined as it is."""
LIFETIME_S = 3600


@dataclass(frozen=True, slots=True)
class Voice:
    """The sound of one choice."""

    id: str
    octets: bytes
    transcript: str
    expires_at: int

    @property
    def pieces(self) -> list[str]:
        """The sound in base64, in the portions in which it is streamed."""
        starts = range(0, len(self.octets), PIECE)
        return [_base64(self.octets[start : start + PIECE]) for start in starts]

    @property
    def whole(self) -> dict[str, JSON]:
        """The ``audio`` of a message."""
        return {
            "id": self.id,
            "data": _base64(self.octets),
            "expires_at": self.expires_at,
            "transcript": self.transcript,
        }

    @property
    def summary(self) -> dict[str, JSON]:
        """The sound for the journal."""
        return {"sha256": sha256(self.octets), "transcript": self.transcript}


def voiced(request: ChatRequest, answer: Answer, index: int, words: str | None) -> Voice | None:
    """The sound of what a choice says; None when nobody asked for it, or nothing is said."""
    if words is None or not request.is_spoken:
        return None
    asked = request.body["audio"]
    number = text.digest("voice", answer.id, index)
    count = min(MAX_FRAMES, max(1, text.count(words) * FRAMES_PER_TOKEN))
    _, record = FORMATS[NAMES[asked["format"]]]
    octets = b"".join(record(count, text.digest(str(asked["voice"]), words)))
    return Voice(f"audio_{number:016x}", octets, words, answer.created + LIFETIME_S)


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")
