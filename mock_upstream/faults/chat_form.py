"""Chat answers that lack what every one has, or name it otherwise."""

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
    Row,
    choices,
    content_at,
    data_at,
    rewritten,
    said,
)
from mock_upstream.frames import Frames

__all__ = ["Choices", "EmptyAnswer", "Model", "Role"]


@dataclass(frozen=True, slots=True)
class Role(Fault):
    """No chunk says ``role``, or every one does."""

    form: Literal["missing", "every"] = "missing"

    name = "chat.role"
    phase = Phase.FRAMES
    exclusive = ("the role",)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same answer, its speaker named otherwise."""
        return rewritten(frames, self._edit, "role")

    def _edit(self, value: Row) -> None:
        """Change every choice."""
        for choice in choices(value):
            if self.form == "missing":
                said(choice).pop("role", None)
            elif "delta" in choice:
                choice["delta"] = {"role": "assistant", **said(choice)}


@dataclass(frozen=True, slots=True)
class Choices(Fault):
    """``choices`` is null, missing or empty, in one chunk or in the body."""

    form: Literal["null", "missing", "empty"] = "null"

    name = "chat.choices"
    phase = Phase.FRAMES
    exclusive = ("the choices",)
    takes_place = True

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply with one object that says nothing."""
        place = At(octet=_offset(frames, at)) if is_stream(frames) else None
        return rewritten(frames, self._edit, "choices", place)

    def _edit(self, value: Row) -> None:
        """Take the choices away."""
        if "choices" not in value:
            return
        if self.form == "missing":
            del value["choices"]
        else:
            value["choices"] = None if self.form == "null" else []


def _offset(frames: Frames, at: At | None) -> int:
    """Where the event meant begins, by default the one in mid-content."""
    place = content_at(frames, at)
    before = [index for index in data_indexes(frames) if index < place]
    return sum(len(data_at(frames, index).octets) for index in before)


NAMES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "upper": str.upper,
        "capital": str.capitalize,
        "dated": lambda name: f"{name}-2024-08-06",
        "prefixed": lambda name: f"openai/{name}",
        "spaced": lambda name: f" {name} ",
        "empty": lambda _: "",
    }
)


@dataclass(frozen=True, slots=True)
class Model(Fault):
    """The model that answers is named otherwise than asked, or not at all."""

    form: Literal["upper", "capital", "dated", "prefixed", "spaced", "empty", "missing"] = "upper"

    name = "chat.model"
    phase = Phase.FRAMES
    exclusive = ("the model",)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same answer under another name."""
        return rewritten(frames, self._edit, "model")

    def _edit(self, value: Row) -> None:
        """Change one name."""
        if self.form == "missing":
            value.pop("model", None)
        elif isinstance(value.get("model"), str):
            value["model"] = NAMES[self.form](value["model"])


@dataclass(frozen=True, slots=True)
class EmptyAnswer(Fault):
    """The answer has no words: no chunk with content, or a message whose content is empty.

    With ``null`` the content of the message, or of the first chunk, is null.
    """

    content: Literal["empty", "null"] = "empty"

    name = "chat.empty"
    phase = Phase.FRAMES
    exclusive = ("the content",)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The answer from its first chunk to its finish, with nothing between."""
        kept = frames
        if is_stream(frames):
            gone = {i for i in data_indexes(frames) if data_at(frames, i).mark in CONTENT}
            kept = tuple(frame for index, frame in enumerate(frames) if index not in gone)
            if not gone:
                raise FaultError("the stream has no event with content")
        try:
            return rewritten(kept, self._edit, "content")
        except FaultError:
            if kept == frames:
                raise
            return kept

    def _edit(self, value: Row) -> None:
        """No words in any choice."""
        for choice in choices(value):
            if "content" in said(choice):
                said(choice)["content"] = None if self.content == "null" else ""
            said(choice).pop("tool_calls", None)
