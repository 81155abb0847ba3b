"""The head says something that is not so, or says it in an odd form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, head_of
from mock_upstream.frames import Frames, Head, Headers

__all__ = [
    "BigHeaders",
    "Close",
    "HopByHop",
    "NoContentType",
    "TwoContentTypes",
    "WrongContentType",
    "check_value",
    "with_head",
    "with_header",
    "with_more",
]

MAX_OCTETS = 1_048_576


def check_value(value: str, pointer: str) -> None:
    """Raises FaultError unless ``value`` fits on one header line."""
    if any(ord(letter) < 0x20 or letter == "\x7f" for letter in value):
        raise FaultError("a header value is one line", pointer=pointer)


def with_header(head: Head, name: str, value: str) -> Head:
    """``head`` with one header set, and every older one of that name gone."""
    kept = tuple(pair for pair in head.headers if pair[0].lower() != name)
    return replace(head, headers=(*kept, (name, value)))


def with_more(frames: Frames, *more: tuple[str, str]) -> Frames:
    """``frames`` with more headers behind those of the head."""
    head = head_of(frames)
    return with_head(frames, replace(head, headers=head.headers + more))


def _without_type(head: Head) -> Headers:
    """The headers but for the Content-Type. Raises FaultError when there is none."""
    kept = tuple(pair for pair in head.headers if pair[0].lower() != "content-type")
    if kept == head.headers:
        raise FaultError("the reply has no Content-Type")
    return kept


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

    def __post_init__(self) -> None:
        """Raises FaultError unless the type fits on a line."""
        check_value(self.content_type, "/content_type")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same body behind another type."""
        return with_head(frames, with_header(head_of(frames), "content-type", self.content_type))


@dataclass(frozen=True, slots=True)
class NoContentType(Fault):
    """The head has no Content-Type."""

    name = "headers.no_content_type"
    phase = Phase.HEADERS
    exclusive = ("the Content-Type",)
    acts_on = Part.HEAD

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same body, untyped."""
        head = head_of(frames)
        return with_head(frames, replace(head, headers=_without_type(head)))


@dataclass(frozen=True, slots=True)
class TwoContentTypes(Fault):
    """A second Content-Type, ``second``, follows the true one."""

    second: str = "text/html; charset=utf-8"

    name = "headers.two_content_types"
    phase = Phase.HEADERS
    exclusive = ("the Content-Type",)
    acts_on = Part.HEAD

    def __post_init__(self) -> None:
        """Raises FaultError unless the type fits on a line."""
        check_value(self.second, "/second")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same body behind two types."""
        _without_type(head_of(frames))
        return with_more(frames, ("content-type", self.second))


@dataclass(frozen=True, slots=True)
class HopByHop(Fault):
    """The head names a header of its own as meant for this connection only.

    RFC 9110 section 7.6.1: an intermediary removes what ``Connection`` names.
    """

    header: str = "x-hop"

    name = "headers.hop_by_hop"
    phase = Phase.HEADERS
    exclusive = ("Connection",)
    acts_on = Part.HEAD

    def __post_init__(self) -> None:
        """Raises FaultError unless the header is a name that means nothing else."""
        if not self.header.lower().startswith("x-") or not self.header[2:].isalnum():
            raise FaultError("write a name such as x-hop", pointer="/header")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply with three headers more."""
        hop = ((self.header, "for the next hop alone"), ("keep-alive", "timeout=5"))
        return with_more(frames, ("connection", self.header), *hop)


@dataclass(frozen=True, slots=True)
class Close(Fault):
    """``Connection: close``, and the FIN behind the last octet of the reply."""

    name = "headers.close"
    phase = Phase.HEADERS
    exclusive = ("Connection", "the end of the connection")
    acts_on = Part.HEAD

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply, the last of its connection."""
        return with_more(frames, ("connection", "close"))


@dataclass(frozen=True, slots=True)
class BigHeaders(Fault):
    """The head has ``count`` more headers with values of ``octets`` each."""

    octets: int = 16_384
    count: int = 1

    name = "headers.big"
    phase = Phase.HEADERS
    exclusive = ("the size of the head",)
    acts_on = Part.HEAD

    def __post_init__(self) -> None:
        """Raises FaultError beyond 1 MiB in all."""
        if self.count < 1 or self.octets < 1 or self.count * self.octets > MAX_OCTETS:
            raise FaultError(f"1 to {MAX_OCTETS} octets in all", pointer="/octets")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply behind a large head."""
        value = "x" * self.octets
        return with_more(frames, *((f"x-padding-{number}", value) for number in range(self.count)))
