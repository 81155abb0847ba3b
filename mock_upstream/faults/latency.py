"""The upstream is slow, falls silent, or waits to be told to go on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, Seconds, head_of, is_stream
from mock_upstream.faults.events import content_at
from mock_upstream.faults.headers import with_head
from mock_upstream.faults.sse_pieces import pieces
from mock_upstream.frames import Abort, AbortKind, Frames, Framing, Pause, body_of

__all__ = ["Drip", "SlowFirstByte", "Stall", "WaitForSignal"]

SLOW = Seconds(2)
DROP = Seconds(0.01)
SILENT = Seconds(5)
"""Longer than the idle time-out of any relay under test is set to."""
SIGNAL = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""Names that a path of the control API can hold as they are."""


@dataclass(frozen=True, slots=True)
class SlowFirstByte(Fault):
    """``delay`` passes before the head, or between head and body with ``after_head``."""

    delay: Seconds = SLOW
    after_head: bool = False

    name = "latency.slow_first_byte"
    phase = Phase.FIRST_BYTE
    exclusive = ("the first byte",)

    @property
    def acts_on(self) -> Part:
        """The time before the reply, or its head when the pause comes behind that."""
        return Part.HEAD if self.after_head else Part.TIME

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same frames behind a pause."""
        place = frames.index(head_of(frames)) + 1 if self.after_head else 0
        return (*frames[:place], Pause(self.delay), *frames[place:])


@dataclass(frozen=True, slots=True)
class Stall(Fault):
    """Silence in mid-body, before ``at``: for ``delay``, or for ever with ``forever``."""

    delay: Seconds = SILENT
    forever: bool = False

    name = "latency.stall"
    phase = Phase.FRAMES
    exclusive = ("the silence",)
    takes_place = True

    @property
    def hides(self) -> frozenset[Part]:
        """A stall without end hides the tail."""
        return frozenset({Part.TAIL}) if self.forever else frozenset()

    @property
    def ends(self) -> bool:
        """Whether nothing follows."""
        return self.forever

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The frames before the place, silence, and what comes after it if anything."""
        before, after = (at or _middle(frames)).split(frames)
        if not self.forever:
            return (*before, Pause(self.delay), *after)
        head = head_of(frames)
        if head.framing is Framing.LENGTH and head.length is None:
            before = with_head(before, replace(head, length=len(body_of(frames))))
        return (*before, Abort(AbortKind.SILENCE))


@dataclass(frozen=True, slots=True)
class WaitForSignal(Fault):
    """Silence before ``at``, by default in mid-body, until ``signal`` is given."""

    signal: str = "go"

    name = "latency.wait_for_signal"
    phase = Phase.FRAMES
    exclusive = ("the silence",)
    takes_place = True

    def __post_init__(self) -> None:
        """Raises FaultError unless the signal can be named in a URL."""
        if not SIGNAL.fullmatch(self.signal):
            message = f"{self.signal!r} is no signal name; write {SIGNAL.pattern}"
            raise FaultError(message, pointer="/signal")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same octets, held back from the place on."""
        before, after = (at or _middle(frames)).split(frames)
        return (*before, Pause(signal=self.signal), *after)


@dataclass(frozen=True, slots=True)
class Drip(Fault):
    """The body comes ``octets`` at a time, with ``interval`` between two."""

    octets: int = 1
    interval: Seconds = DROP

    name = "latency.drip"
    phase = Phase.FRAMES
    exclusive = ("the pieces",)

    def __post_init__(self) -> None:
        """Raises FaultError unless a drop has octets and time passes."""
        if self.octets < 1:
            raise FaultError("a drop has at least 1 octet", pointer="/octets")
        if self.interval <= 0:
            raise FaultError("time passes between two drops", pointer="/interval")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same octets in small frames, with pauses."""
        if not body_of(frames):
            raise FaultError("the reply has no body")
        return tuple(drop for frame in frames for drop in pieces(frame, self.octets, self.interval))


def _middle(frames: Frames) -> At:
    """The middle of the content of a stream, or of a JSON body."""
    if not is_stream(frames):
        octets = len(body_of(frames))
        if octets == 0:
            raise FaultError("the reply has no body")
        return At(octet=octets // 2)
    index = content_at(frames, None)
    return At(octet=len(body_of(frames[:index])))
