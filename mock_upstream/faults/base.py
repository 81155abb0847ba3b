"""What a fault is, and where in a reply it strikes.

Rules of this file: the words shared by all faults; no fault of its own. A
fault is a small frozen dataclass whose fields are its wire parameters, and a
pure function from frames to frames. It keeps its promise or raises
:class:`FaultError`; it never does nothing in silence.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any, ClassVar, TypeAlias

from mock_upstream.errors import FaultError
from mock_upstream.frames import Data, Frame, Frames, Framing, Head

__all__ = [
    "At",
    "Fault",
    "Part",
    "Phase",
    "Place",
    "Seconds",
    "data_indexes",
    "head_of",
    "is_stream",
]

MARKS = ("comment", "role", "reasoning", "delta", "tool", "finish", "usage", "done", "error")
"""Marks in the order in which a stream shows them."""


class Phase(StrEnum):
    """The part of an exchange in which a fault is seen."""

    STATUS = "status"
    HEADERS = "headers"
    FIRST_BYTE = "first_byte"
    FRAMES = "frames"
    END = "end"


class Part(StrEnum):
    """What a fault changes, or keeps the peer from ever seeing."""

    HEAD = "head"
    TIME = "time"
    """The wait before anything is sent."""
    BODY = "body"
    TAIL = "tail"
    """The last events of a stream, and the way it ends."""


class Seconds(float):
    """A time span; on the wire it is written with its unit, such as ``200ms``."""


@dataclass(frozen=True, slots=True)
class At:
    """A place in the body: what lies before it is delivered untouched.

    An edit changes the frame that begins there or holds it. ``frame`` counts
    data frames from 0, ``octet`` counts body octets, ``mark`` is the first
    data frame so marked. Exactly one of them is set.
    """

    frame: int | None = None
    mark: str | None = None
    octet: int | None = None

    def __post_init__(self) -> None:
        """Raises FaultError unless exactly one place is named."""
        if sum(place is not None for place in (self.frame, self.mark, self.octet)) != 1:
            raise FaultError("a place is one of `frame`, `mark` or `octet`")

    @classmethod
    def parse(cls, value: Place) -> At | None:
        """The place that a script's ``at`` names. Raises FaultError."""
        if value is None or isinstance(value, At):
            return value
        unknown = sorted(set(value) - {"frame", "mark", "octet"})
        if unknown:
            raise FaultError(f"unknown place {unknown[0]!r}; known: frame, mark, octet")
        return cls(**value)

    def __str__(self) -> str:
        if self.frame is not None:
            return f"frame {self.frame}"
        return f"mark {self.mark!r}" if self.mark is not None else f"octet {self.octet}"

    def reaches(self, other: At) -> bool | None:
        """Whether ``other`` lies at or after this place; None when not comparable."""
        if self.frame is not None and other.frame is not None:
            return other.frame >= self.frame
        if self.octet is not None and other.octet is not None:
            return other.octet >= self.octet
        if self.mark in MARKS and other.mark in MARKS:
            return MARKS.index(other.mark) >= MARKS.index(self.mark)
        return None

    def index(self, frames: Frames) -> int:
        """Position in ``frames`` of the data frame meant. Raises FaultError."""
        if self.octet is not None:
            return self._of_octet(frames)
        found = data_indexes(frames, self.mark)
        place = self.frame or 0
        if place >= len(found):
            raise FaultError(f"the reply has no {self}; it has {_shape(frames)}")
        return found[place]

    def _of_octet(self, frames: Frames) -> int:
        """Position of the data frame that holds the octet."""
        end = 0
        for index, frame in enumerate(frames):
            end += len(frame.octets) if isinstance(frame, Data) else 0
            if end > (self.octet or 0):
                return index
        raise FaultError(f"the reply has no {self}; its body has {end} octets")

    def split(self, frames: Frames) -> tuple[Frames, Frames]:
        """``frames`` before and from this place, a data frame cut in two if needed."""
        index = self.index(frames)
        before, frame, after = frames[:index], frames[index], frames[index + 1 :]
        if self.octet is None or not isinstance(frame, Data):
            return before, frames[index:]
        offset = self.octet - sum(len(item.octets) for item in before if isinstance(item, Data))
        left, right = frame.octets[:offset], frame.octets[offset:]
        head: tuple[Frame, ...] = (Data(left, frame.mark),) if left else ()
        return before + head, (Data(right, frame.mark), *after)


Place: TypeAlias = At | Mapping[str, Any] | None
"""A place, as a value or as a script writes it."""


def _shape(frames: Frames) -> str:
    """The marks of the data frames, for an error message."""
    marks = [frame.mark for frame in frames if isinstance(frame, Data)]
    return f"{len(marks)} data frames ({', '.join(dict.fromkeys(marks)) or 'none'})"


class Fault(ABC):
    """Something that goes wrong, as real upstreams do.

    ``exclusive``, ``acts_on`` and ``hides`` tell which faults would never be seen together.
    """

    __slots__ = ()

    name: ClassVar[str]
    phase: ClassVar[Phase]
    takes_place: ClassVar[bool] = False
    """Whether ``at`` means anything to it."""
    needs: ClassVar[str] = "any"
    """``stream``, ``json`` or ``any``: the replies it can be honoured on."""

    @property
    def exclusive(self) -> tuple[str, ...]:
        """The groups of which a reply has one member only."""
        return ()

    @property
    def acts_on(self) -> Part:
        """The part that the peer has to see for the fault to be seen."""
        return Part.BODY

    @property
    def hides(self) -> frozenset[Part]:
        """The parts that the peer never sees because of this fault."""
        return frozenset()

    @property
    def ends(self) -> bool:
        """Whether nothing of the body follows the place where it strikes."""
        return False

    @property
    def makes(self) -> str:
        """``json`` or ``page`` when the whole reply is replaced by one, else empty."""
        return ""

    def apply(self, frames: Frames, *, at: Place = None, rng: Random) -> Frames:
        """``frames`` with the fault in them. Raises FaultError when it cannot be."""
        place = At.parse(at)
        if place is not None and not self.takes_place:
            raise FaultError(f"{self.name} strikes the whole reply and takes no `at`")
        if self.needs != "any" and is_stream(frames) != (self.needs == "stream"):
            kind = "an event stream" if self.needs == "stream" else "a JSON body"
            raise FaultError(f"{self.name} needs {kind}, and this reply is none")
        try:
            return self.strike(frames, place, rng)
        except FaultError as error:
            if error.message.startswith(self.name):
                raise
            raise FaultError(f"{self.name}: {error.message}", pointer=error.pointer) from error

    @abstractmethod
    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """What :meth:`apply` returns, once place and kind of reply are known to fit."""


def data_indexes(frames: Frames, mark: str | None = None) -> list[int]:
    """Positions of the data frames, or of those with ``mark``."""
    return [
        index
        for index, frame in enumerate(frames)
        if isinstance(frame, Data) and mark in (None, frame.mark)
    ]


def head_of(frames: Frames) -> Head:
    """The head of a reply. Raises FaultError when an earlier fault took it away."""
    for frame in frames:
        if isinstance(frame, Head):
            return frame
    raise FaultError("the reply has no head")


def is_stream(frames: Frames) -> bool:
    """Whether the reply is an event stream by its Content-Type, or a JSON array in pieces."""
    values = [value for name, value in head_of(frames).headers if name.lower() == "content-type"]
    first = next((frame.octets for frame in frames if isinstance(frame, Data)), b"")
    is_array = first.startswith(b"[") and head_of(frames).framing is Framing.CHUNKED
    return is_array or any(value.lower().startswith("text/event-stream") for value in values)
