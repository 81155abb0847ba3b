"""One value of the JSON is missing, null, or of another type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Literal

from mock_upstream.faults.base import At, Fault, Phase
from mock_upstream.faults.events import Row, rewritten
from mock_upstream.frames import Frames
from mock_upstream.jsontext import JSON

__all__ = ["Value"]


def _wrong(value: JSON) -> JSON:
    """A value of another type that means much the same."""
    match value:
        case None:
            return "null"
        case bool() | int() | float():
            return str(value)
        case str():
            return 1
        case list():
            return {str(number): item for number, item in enumerate(value)}
        case _:
            return [value]


def _empty(value: JSON) -> JSON:
    """Nothing, of the same type."""
    return type(value)() if value is not None else None


OTHER: Mapping[str, Callable[[JSON], JSON]] = MappingProxyType(
    {"null": lambda _: None, "wrong_type": _wrong, "empty": _empty}
)


@dataclass(frozen=True, slots=True)
class Value(Fault):
    """The value at ``path`` is missing, null, empty or of a wrong type.

    ``path`` has dots: ``choices.0.message.content``. In a stream every event that has the path
    is struck, or the one ``at`` names.
    """

    path: str = "choices"
    form: Literal["missing", "null", "wrong_type", "empty"] = "missing"

    name = "body.value"
    phase = Phase.FRAMES
    takes_place = True

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The same reply with other values at the path."""
        return rewritten(frames, self._edit, f"{self.path!r}", at)

    def _edit(self, value: Row) -> None:
        """Change one object, if it has the path."""
        found: JSON = value
        *way, last = (int(step) if step.isdigit() else step for step in self.path.split("."))
        for step in way:
            found = _step(found, step)
        if not _has(found, last):
            return
        if self.form == "missing":
            del found[last]
        else:
            found[last] = OTHER[self.form](found[last])


def _has(value: JSON, step: str | int) -> bool:
    """Whether ``step`` leads from ``value`` anywhere."""
    if isinstance(step, int):
        return isinstance(value, list) and step < len(value)
    return isinstance(value, dict) and step in value


def _step(value: JSON, step: str | int) -> JSON:
    """What ``step`` leads to, or None."""
    return value[step] if _has(value, step) else None
