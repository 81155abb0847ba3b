"""Events that come twice, not at all, or before their time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, data_indexes
from mock_upstream.faults.events import content_at
from mock_upstream.frames import Frame, Frames

__all__ = ["Order"]

FORMS: Mapping[str, Callable[[Frame, Frame], Frames]] = MappingProxyType(
    {
        "repeated": lambda one, other: (one, one, other),
        "dropped": lambda _, other: (other,),
        "swapped": lambda one, other: (other, one),
    }
)
"""What becomes of two events that follow each other."""


@dataclass(frozen=True, slots=True)
class Order(Fault):
    """One event is repeated, dropped, or swapped with the next one."""

    form: Literal["repeated", "dropped", "swapped"] = "repeated"

    name = "sse.order"
    phase = Phase.FRAMES
    exclusive = ("the order of events",)
    takes_place = True
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same events but for one or two."""
        one = content_at(frames, at)
        other = next((index for index in data_indexes(frames) if index > one), None)
        if other is None:
            raise FaultError("no event follows that one")
        between = frames[one + 1 : other]
        first, *rest = FORMS[self.form](frames[one], frames[other])
        return (*frames[:one], first, *between, *rest, *frames[other + 1 :])
