"""Token counts that are missing, repeated, misplaced or of a wrong form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, data_indexes, is_stream
from mock_upstream.faults.events import (
    CONTENT,
    Edit,
    Row,
    data_at,
    edited,
    marked,
    payload,
    replaced,
    rewritten,
)
from mock_upstream.frames import Frames

__all__ = ["Usage"]


def _null(value: Row) -> None:
    """No counts."""
    if value.get("usage"):
        value["usage"] = None


def _drop(value: Row) -> None:
    """No key."""
    value.pop("usage", None)


def _negative(value: Row) -> None:
    """Fewer than no tokens."""
    if value.get("usage"):
        value["usage"]["completion_tokens"] = -1


def _text(value: Row) -> None:
    """Numbers as text."""
    counts = value.get("usage") or {}
    for key in [key for key, count in counts.items() if isinstance(count, int)]:
        counts[key] = str(counts[key])


EDITS: Mapping[str, Edit] = MappingProxyType({"null": _null, "negative": _negative, "text": _text})
"""Forms that a body and a stream share."""


def _absent(frames: Frames) -> Frames:
    """No chunk of its own, and no key in any other."""
    gone = set(marked(frames, "usage")) if is_stream(frames) else set()
    kept = tuple(frame for index, frame in enumerate(frames) if index not in gone)
    try:
        return rewritten(kept, _drop, "usage")
    except FaultError:
        if not gone:
            raise
        return kept


def _repeated(frames: Frames) -> Frames:
    """The chunk with the counts comes twice."""
    index = marked(frames, "usage")[-1]
    return replaced(frames, index, data_at(frames, index), data_at(frames, index))


def _in_finish(frames: Frames) -> Frames:
    """The finish chunk carries the counts, and no chunk of their own follows."""
    usage = marked(frames, "usage")[-1]
    finish = marked(frames, "finish")[-1]
    counts = payload(data_at(frames, usage))["usage"]
    frame = data_at(frames, finish)
    merged = edited(frame, payload(frame) | {"usage": counts})
    return replaced(replaced(frames, usage), finish, merged)


def _cumulative(frames: Frames) -> Frames:
    """Every content chunk tells what has been spent so far."""
    counts = payload(data_at(frames, marked(frames, "usage")[-1]))["usage"]
    content = [index for index in data_indexes(frames) if data_at(frames, index).mark in CONTENT]
    if not content:
        raise FaultError("the stream has no event with content")
    prompt = counts["prompt_tokens"]
    for spent, index in enumerate(content, 1):
        frame = data_at(frames, index)
        so_far = {
            "prompt_tokens": prompt,
            "completion_tokens": spent,
            "total_tokens": prompt + spent,
        }
        frames = replaced(frames, index, edited(frame, payload(frame) | {"usage": so_far}))
    return frames


MOVES: Mapping[str, Callable[[Frames], Frames]] = MappingProxyType(
    {"repeated": _repeated, "in_finish": _in_finish, "cumulative": _cumulative}
)
"""Forms that only a stream has."""


@dataclass(frozen=True, slots=True)
class Usage(Fault):
    """``usage`` is absent, null, negative or text; in a stream also misplaced.

    ``repeated``: its chunk comes twice. ``in_finish``: the finish chunk carries it.
    ``cumulative``: each content chunk tells what was spent so far.
    """

    form: Literal["absent", "null", "negative", "text", "repeated", "in_finish", "cumulative"] = (
        "absent"
    )

    name = "chat.usage"
    phase = Phase.FRAMES

    @property
    def exclusive(self) -> tuple[str, ...]:
        """The counts, and the finish chunk when that carries them."""
        return ("the usage", "the finish chunk") if self.form == "in_finish" else ("the usage",)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same answer, counted otherwise."""
        if self.form == "absent":
            return _absent(frames)
        if self.form in EDITS:
            return rewritten(frames, EDITS[self.form], "usage")
        if not is_stream(frames):
            raise FaultError(f"{self.form!r} needs an event stream")
        return MOVES[self.form](frames)
