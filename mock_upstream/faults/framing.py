"""The head and the body do not agree where the message ends, or do not say it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, head_of
from mock_upstream.faults.headers import with_head, with_more
from mock_upstream.frames import Frames, Framing, Head, body_of

__all__ = ["LengthAndChunked", "NoLength", "WrongContentLength"]


def _check_untold(head: Head) -> None:
    """Raises FaultError when another fault needs the length that the head tells."""
    if head.length is not None:
        raise FaultError("the length is decided by another fault")


@dataclass(frozen=True, slots=True)
class WrongContentLength(Fault):
    """Content-Length differs from the octets sent by ``difference``."""

    difference: int = 10

    name = "headers.wrong_content_length"
    phase = Phase.HEADERS
    exclusive = ("the framing",)
    acts_on = Part.HEAD
    needs = "json"

    def __post_init__(self) -> None:
        """Raises FaultError when the length would be right."""
        if self.difference == 0:
            raise FaultError("a difference of 0 is no fault", pointer="/difference")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same body behind another length."""
        head, octets = head_of(frames), len(body_of(frames))
        if head.framing is not Framing.LENGTH:
            raise FaultError("the reply is not framed by a Content-Length")
        _check_untold(head)
        if octets + self.difference < 0:
            raise FaultError(f"the body has {octets} octets only")
        return with_head(frames, replace(head, length=octets + self.difference))


@dataclass(frozen=True, slots=True)
class LengthAndChunked(Fault):
    """The body is chunked, and the head has a Content-Length as well.

    The length is that of the body and ``difference``. RFC 9112 section 6.3: the chunks count.
    """

    difference: int = 0

    name = "headers.length_and_chunked"
    phase = Phase.HEADERS
    exclusive = ("the framing",)
    acts_on = Part.HEAD

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same body in chunks behind both headers."""
        octets = len(body_of(frames)) + self.difference
        if octets < 0:
            raise FaultError(f"the body has {octets - self.difference} octets only")
        chunked = replace(head_of(frames), framing=Framing.CHUNKED, length=None)
        return with_more(with_head(frames, chunked), ("content-length", str(octets)))


@dataclass(frozen=True, slots=True)
class NoLength(Fault):
    """The head tells no length and no chunks: the body ends when the connection does."""

    name = "headers.no_length"
    phase = Phase.HEADERS
    exclusive = ("the framing", "Connection", "the end of the connection")
    acts_on = Part.HEAD

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same body, ended by FIN."""
        head = head_of(frames)
        _check_untold(head)
        return with_head(frames, replace(head, framing=Framing.CLOSE))
