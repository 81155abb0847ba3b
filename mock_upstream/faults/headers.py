"""The head says something that is not so, or says it in an odd form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, head_of
from mock_upstream.frames import Frames, Framing, Head, body_of

__all__ = ["RetryAfter", "WrongContentLength", "WrongContentType"]

FORMS = MappingProxyType(
    {
        "seconds": ("retry-after", "{}"),
        "decimal": ("retry-after", "{}.5"),
        "negative": ("retry-after", "-{}"),
        "milliseconds": ("retry-after-ms", "{}000"),
        "text": ("retry-after", "soon"),
        "empty": ("retry-after", ""),
        "date": ("retry-after", "Wed, 21 Oct 2099 07:28:00 GMT"),
        "past_date": ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"),
    }
)
"""Every form met in the wild. The dates are fixed: this layer has no clock."""


def with_header(head: Head, name: str, value: str) -> Head:
    """``head`` with one header set, and every older one of that name gone."""
    kept = tuple(pair for pair in head.headers if pair[0].lower() != name)
    return replace(head, headers=(*kept, (name, value)))


def with_head(frames: Frames, head: Head) -> Frames:
    """``frames`` with another head at the same place."""
    return tuple(head if isinstance(frame, Head) else frame for frame in frames)


@dataclass(frozen=True, slots=True)
class WrongContentType(Fault):
    """The Content-Type is ``content_type``, whatever the body is."""

    content_type: str = "text/plain; charset=utf-8"

    name = "headers.wrong_content_type"
    phase = Phase.HEADERS
    exclusive = ("the Content-Type",)
    acts_on = Part.HEAD

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same body behind another type."""
        return with_head(frames, with_header(head_of(frames), "content-type", self.content_type))


@dataclass(frozen=True, slots=True)
class RetryAfter(Fault):
    """The head asks to come back later, in one of the forms that exist.

    ``date`` and ``past_date`` are fixed dates, far in the future and past.
    """

    form: Literal[
        "seconds", "decimal", "negative", "milliseconds", "text", "empty", "date", "past_date"
    ] = "seconds"
    seconds: int = 1

    name = "headers.retry_after"
    phase = Phase.HEADERS
    exclusive = ("Retry-After",)
    acts_on = Part.HEAD

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply with the header in it."""
        header, value = FORMS[self.form]
        return with_head(frames, with_header(head_of(frames), header, value.format(self.seconds)))


@dataclass(frozen=True, slots=True)
class WrongContentLength(Fault):
    """Content-Length differs from the octets sent by ``difference``."""

    difference: int = 10

    name = "headers.wrong_content_length"
    phase = Phase.HEADERS
    exclusive = ("the Content-Length",)
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
        if octets + self.difference < 0:
            raise FaultError(f"the body has {octets} octets only")
        return with_head(frames, replace(head, length=octets + self.difference))
