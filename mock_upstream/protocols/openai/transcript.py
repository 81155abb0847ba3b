"""What a recording says: words, and when each is spoken.

Rules of this file: meaning only, no format. The same recording says the same;
how long it lasts is read from a WAV, and guessed from the size of any other.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mock_upstream import text

__all__ = ["Segment", "Transcript", "duration_of", "heard"]

GUESSED_OCTETS_PER_SECOND = 8000
SENTENCE = re.compile(r"[^.!?。！？؟।]+[.!?。！？؟।]*\s*")  # noqa: RUF001 (marks of other scripts)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text from ``start`` to ``end``, in seconds."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that is heard; sentences and words cover the whole recording without a gap."""

    text: str
    duration: float

    @property
    def segments(self) -> list[Segment]:
        """The sentences."""
        return list(_spread(SENTENCE.findall(self.text) or [self.text], self.duration))

    @property
    def words(self) -> list[Segment]:
        """The words, without marks."""
        return list(_spread(re.findall(r"\S+", self.text), self.duration))


def heard(octets: bytes, *, seed: int, locale: str, words: str | None = None) -> Transcript:
    """What a recording says, or ``words`` when a script knows better."""
    number = text.digest(seed, octets.hex())
    said = words if words is not None else text.sentences(2, seed=number, locale=locale)
    return Transcript(said, duration_of(octets))


def duration_of(octets: bytes) -> float:
    """Seconds of a recording."""
    form = octets.find(b"fmt ", 12)
    data = octets.find(b"data", 12)
    if octets.startswith(b"RIFF") and form > 0 and data > 0 and len(octets) >= form + 20:
        (rate,) = struct.unpack_from("<I", octets, form + 16)
        return round((len(octets) - data - 8) / max(1, int(rate)), 3)
    return round(len(octets) / GUESSED_OCTETS_PER_SECOND, 3)


def _spread(pieces: Sequence[str], duration: float) -> Iterator[Segment]:
    """``pieces`` over the time, each as long as it has letters."""
    total, done = max(1, sum(map(len, pieces))), 0
    for piece in pieces:
        start, done = done, done + len(piece)
        span = (round(duration * start / total, 3), round(duration * done / total, 3))
        yield Segment(*span, piece.strip())
