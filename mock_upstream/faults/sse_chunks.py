"""Chunks that hold less, more or other than the dialect's document says."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, data_indexes
from mock_upstream.faults.events import (
    content_at,
    data_at,
    edited,
    event,
    marked,
    payload,
    replaced,
)
from mock_upstream.frames import Data, Frames

__all__ = ["EmptyChoicesPreamble", "GiantLine", "MissingFinish"]


def _with_choices(chunk: dict[str, Any]) -> dict[str, Any]:
    """``chunk`` itself. Raises FaultError when it is of a dialect without choices."""
    if "choices" not in chunk:
        raise FaultError("the events of this dialect have no choices")
    return chunk


@dataclass(frozen=True, slots=True)
class EmptyChoicesPreamble(Fault):
    """The first chunk has ``choices: []``, as Azure's prompt filter sends it.

    With ``blank`` its id, object and model are empty, as Azure leaves them.
    """

    blank: bool = False

    name = "sse.empty_choices_preamble"
    phase = Phase.FRAMES
    exclusive = ("the preamble",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream behind one chunk more."""
        found = data_indexes(frames)
        if not found:
            raise FaultError("the reply has no events")
        first = data_at(frames, found[0])
        chunk = _with_choices(payload(first))
        if self.blank:
            chunk |= {"id": "", "object": "", "created": 0, "model": ""}
        safe = {"hate": {"filtered": False, "severity": "safe"}}
        filtered = [{"prompt_index": 0, "content_filter_results": safe}]
        preamble = chunk | {"choices": [], "prompt_filter_results": filtered}
        return replaced(frames, found[0], event(preamble, "part"), first)


@dataclass(frozen=True, slots=True)
class MissingFinish(Fault):
    """No chunk has a ``finish_reason``."""

    name = "sse.missing_finish"
    phase = Phase.END
    exclusive = ("the finish chunk",)
    acts_on = Part.TAIL
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream without its finish chunks."""
        gone = set(marked(frames, "finish"))
        return tuple(frame for index, frame in enumerate(frames) if index not in gone)


@dataclass(frozen=True, slots=True)
class GiantLine(Fault):
    """One event has a line of ``octets``, by a padding field that changes no text."""

    octets: int = 1_048_576

    name = "sse.giant_line"
    phase = Phase.FRAMES
    takes_place = True
    needs = "stream"

    def __post_init__(self) -> None:
        """Raises FaultError beyond 64 MiB."""
        if not 1 <= self.octets <= 67_108_864:
            raise FaultError("a line has 1 to 67108864 octets", pointer="/octets")

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream with one long event. Raises FaultError when it is longer anyway."""
        index = content_at(frames, at)
        frame = data_at(frames, index)
        chunk = payload(frame)
        bare: Data = edited(frame, chunk | {"padding": ""})
        missing = self.octets - (len(bare.octets) - 2)
        if missing < 0:
            raise FaultError(f"the line has {len(bare.octets) - 2} octets anyway")
        return replaced(frames, index, edited(frame, chunk | {"padding": "x" * missing}))
