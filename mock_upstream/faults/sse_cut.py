"""A stream that dies before its end.

What lies before the place of the cut is delivered; by default the cut falls
in the middle of the content.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, head_of
from mock_upstream.faults.events import content_at, data_at, replaced
from mock_upstream.frames import Abort, AbortKind, Data, Frames, Framing

__all__ = ["Cut", "NoLastChunk", "TruncatedEvent"]

TAIL = frozenset({Part.TAIL})


@dataclass(frozen=True, slots=True)
class Cut(Fault):
    """The connection is closed (``fin``) or reset (``rst``) in mid-stream."""

    ending: Literal["fin", "rst"] = "fin"

    name = "sse.cut"
    phase = Phase.END
    exclusive = ("the end of the stream",)
    takes_place = True
    needs = "stream"
    ends = True
    hides = TAIL

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """What lies before the place, then the abort."""
        before = frames[: content_at(frames, None)] if at is None else at.split(frames)[0]
        return (*before, Abort(AbortKind(self.ending)))


@dataclass(frozen=True, slots=True)
class NoLastChunk(Fault):
    """Every event arrives, then FIN without the chunk that ends the HTTP message."""

    name = "sse.no_last_chunk"
    phase = Phase.END
    exclusive = ("the last chunk", "the framing")
    acts_on = Part.TAIL
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The whole stream, then the abort."""
        if head_of(frames).framing is not Framing.CHUNKED:
            raise FaultError("the reply is not chunked")
        return (*frames, Abort(AbortKind.NO_LAST_CHUNK))


@dataclass(frozen=True, slots=True)
class TruncatedEvent(Fault):
    """One event stops in mid-JSON.

    ``then`` says what follows: an empty line and the rest of the stream
    (``continue``), or nothing but a proper end of the message (``end``).
    """

    then: Literal["continue", "end"] = "continue"

    name = "sse.truncated_event"
    phase = Phase.FRAMES
    takes_place = True
    needs = "stream"

    @property
    def ends(self) -> bool:
        """Whether nothing follows."""
        return self.then == "end"

    @property
    def hides(self) -> frozenset[Part]:
        """The tail, when nothing follows."""
        return TAIL if self.ends else frozenset()

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream with one event cut in half."""
        index = content_at(frames, at)
        frame = data_at(frames, index)
        text = frame.octets.rstrip(b"\r\n")
        half = text[: len(b"data: ") + (len(text) - len(b"data: ")) // 2]
        if self.ends:
            return (*frames[:index], Data(half, frame.mark))
        return replaced(frames, index, Data(half + b"\n\n", frame.mark))
