"""How a chat answer says that it is over, or does not."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, data_indexes
from mock_upstream.faults.events import (
    CONTENT,
    Row,
    choices,
    data_at,
    edited,
    marked,
    payload,
    replaced,
    rewritten,
)
from mock_upstream.frames import Frames

__all__ = ["FinishReason", "FinishWithContent", "LateStop"]


@dataclass(frozen=True, slots=True)
class FinishReason(Fault):
    """The ``finish_reason`` is missing, null, or the ``value`` of another vendor.

    The chunk that had it stays; ``sse.missing_finish`` takes the whole chunk.
    """

    form: Literal["missing", "null", "value"] = "missing"
    value: str = "end_turn"

    name = "chat.finish_reason"
    phase = Phase.FRAMES
    exclusive = ("the finish chunk",)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same answer, ended by another word."""
        return rewritten(frames, self._edit, "finish_reason")

    def _edit(self, value: Row) -> None:
        """Change every choice that has ended."""
        for choice in choices(value):
            if choice.get("finish_reason") is None:
                continue
            if self.form == "missing":
                del choice["finish_reason"]
            else:
                choice["finish_reason"] = self.value if self.form == "value" else None


@dataclass(frozen=True, slots=True)
class FinishWithContent(Fault):
    """The chunk with the last content has the ``finish_reason`` too; none of its own follows."""

    name = "chat.finish_with_content"
    phase = Phase.FRAMES
    exclusive = ("the finish chunk",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream with two of its events in one, for each choice."""
        for index in reversed(marked(frames, "finish")):
            (finish,) = choices(payload(data_at(frames, index))) or (None,)
            if finish is None:
                raise FaultError("the finish chunk has no choices")
            last = _last_content(frames[:index], finish.get("index"))
            frame = data_at(frames, last)
            value = payload(frame)
            choices(value)[0]["finish_reason"] = finish.get("finish_reason")
            frames = replaced(replaced(frames, index), last, edited(frame, value))
        return frames


def _last_content(frames: Frames, choice: object) -> int:
    """Position of the last content event of a choice. Raises FaultError."""
    for index in reversed(data_indexes(frames)):
        frame = data_at(frames, index)
        if frame.mark in CONTENT and [row.get("index") for row in choices(payload(frame))] == [
            choice
        ]:
            return index
    raise FaultError("no event with content comes before the finish")


@dataclass(frozen=True, slots=True)
class LateStop(Fault):
    """A second finish chunk says ``stop`` behind the one that said ``tool_calls``."""

    name = "chat.late_stop"
    phase = Phase.FRAMES
    exclusive = ("the finish chunk",)
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream with one event more."""
        index = marked(frames, "finish")[-1]
        first = data_at(frames, index)
        value = payload(first)
        ended = [row for row in choices(value) if row.get("finish_reason") == "tool_calls"]
        if not ended:
            raise FaultError("the stream does not finish for tool calls")
        for row in ended:
            row["finish_reason"] = "stop"
        return replaced(frames, index, first, edited(first, value))
