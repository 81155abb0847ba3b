"""The connection dies before a reply begins, within its body, or when the next one is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, head_of, is_stream
from mock_upstream.faults.headers import with_head
from mock_upstream.frames import Abort, AbortKind, Frames, Framing, Head, Raw, body_of
from mock_upstream.octets import all_headers, head_octets

__all__ = ["CloseBeforeHead", "CutBody", "HalfClose", "HalfHead", "RstBeforeHead", "Stale"]

EVERYTHING = frozenset(Part) - {Part.TIME}


def _before_head(frames: Frames, kind: AbortKind) -> Frames:
    """What stands before the head, then the abort."""
    head = next(index for index, frame in enumerate(frames) if isinstance(frame, Head))
    return (*frames[:head], Abort(kind))


@dataclass(frozen=True, slots=True)
class CloseBeforeHead(Fault):
    """The request is read, then the connection is closed (FIN) without an octet."""

    name = "conn.close_before_head"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    hides = EVERYTHING

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """An orderly close alone."""
        return _before_head(frames, AbortKind.FIN)


@dataclass(frozen=True, slots=True)
class RstBeforeHead(Fault):
    """The request is read, then the connection is reset (RST) without an octet."""

    name = "conn.rst_before_head"
    phase = Phase.STATUS
    exclusive = ("the reply",)
    hides = EVERYTHING

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """A reset alone."""
        return _before_head(frames, AbortKind.RST)


@dataclass(frozen=True, slots=True)
class HalfHead(Fault):
    """The connection dies (``fin`` or ``rst``) within the head, behind its first ``octets``.

    By default half of the head is sent.
    """

    ending: Literal["fin", "rst"] = "fin"
    octets: int | None = None

    name = "conn.half_head"
    phase = Phase.HEADERS
    exclusive = ("the reply",)
    hides = EVERYTHING

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """A part of the head, then the abort."""
        head = head_of(frames)
        whole = head_octets(head.status, all_headers(head, frames))
        kept = len(whole) // 2 if self.octets is None else self.octets
        if not 1 <= kept < len(whole):
            raise FaultError(f"the head has {len(whole)} octets", pointer="/octets")
        before = frames[: frames.index(head)]
        return (*before, Raw(whole[:kept]), Abort(AbortKind(self.ending)))


@dataclass(frozen=True, slots=True)
class CutBody(Fault):
    """The connection dies (``fin`` or ``rst``) before ``at``, in a body that is no event stream.

    By default half of the body arrives. The head tells the length of the whole, if any.
    """

    ending: Literal["fin", "rst"] = "fin"

    name = "conn.cut_body"
    phase = Phase.END
    exclusive = ("the end of the body", "the coding")
    takes_place = True
    ends = True
    hides = frozenset({Part.TAIL})

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """What lies before the place, then the abort."""
        octets = len(body_of(frames))
        if is_stream(frames):
            raise FaultError("an event stream is cut by sse.cut")
        before, _ = (at or At(octet=octets // 2)).split(frames)
        head = head_of(frames)
        if head.framing is Framing.LENGTH and head.length is None:
            before = with_head(before, replace(head, length=octets))
        return (*before, Abort(AbortKind(self.ending)))


def _check_whole(frames: Frames) -> None:
    """Raises FaultError unless the message is whole and its connection stays."""
    head = head_of(frames)
    closes = any(
        name.lower() == "connection" and value.lower() == "close" for name, value in head.headers
    )
    if any(isinstance(frame, Abort) for frame in frames):
        raise FaultError("the reply ends before its time")
    if closes or head.framing is Framing.CLOSE:
        raise FaultError("the connection is closed behind this reply")
    if head.length not in (None, len(body_of(frames))):
        raise FaultError("the length of the reply is wrong")


@dataclass(frozen=True, slots=True)
class Stale(Fault):
    """The reply is whole and its connection kept; it dies when the next request comes.

    As an idle connection does whose end a client has not seen yet: the next request gets no
    octet, but FIN or RST.
    """

    ending: Literal["fin", "rst"] = "rst"

    name = "conn.stale"
    phase = Phase.END
    exclusive = ("the end of the connection",)
    acts_on = Part.TAIL

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply on a doomed connection."""
        _check_whole(frames)
        return (*frames, Abort(AbortKind(f"stale_{self.ending}")))


@dataclass(frozen=True, slots=True)
class HalfClose(Fault):
    """The reply is whole, then comes FIN that no header told of; the mock reads on."""

    name = "conn.half_close"
    phase = Phase.END
    exclusive = ("the end of the connection",)
    acts_on = Part.TAIL

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply, and the end of what the mock will ever say."""
        _check_whole(frames)
        return (*frames, Abort(AbortKind.HALF_CLOSE))
