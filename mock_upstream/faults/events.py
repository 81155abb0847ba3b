"""Reading and rewriting the events of a stream that has not been sent yet.

Rules of this file: one data frame is one event here, because faults that cut
events into pieces run after those that edit them. JSON is our own rendering,
so it is read without suspicion.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from mock_upstream import jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, data_indexes, is_stream
from mock_upstream.frames import Data, Frames, body_of
from mock_upstream.jsontext import JSON

__all__ = [
    "Edit",
    "Row",
    "choices",
    "content_at",
    "data_at",
    "edited",
    "event",
    "event_starts",
    "marked",
    "payload",
    "replaced",
    "rewritten",
    "said",
    "with_body",
]

Row: TypeAlias = dict[str, JSON]
Edit: TypeAlias = Callable[[Row], None]
"""Changes an object in place."""

CONTENT = ("delta", "reasoning", "tool")
"""Marks of the events that carry what the model says."""
WORDLESS = ("done", "comment")
"""Marks of the events without JSON."""


def event(value: JSON, mark: str) -> Data:
    """One event with ``value`` as its JSON."""
    return Data(b"data: " + jsontext.dumps(value) + b"\n\n", mark)


def payload(frame: Data) -> dict[str, JSON]:
    """The JSON object of an event. Raises FaultError when an earlier fault broke it."""
    text = frame.octets.partition(b"data:")[2]
    try:
        value = jsontext.loads(text)
    except ValueError as error:
        raise FaultError(f"the event {frame.octets[:40]!r} carries no JSON to edit") from error
    if not isinstance(value, dict):
        raise FaultError(f"the event {frame.octets[:40]!r} carries no JSON object to edit")
    return value


def edited(frame: Data, value: dict[str, JSON]) -> Data:
    """``frame`` with another JSON object in it, its mark and what stands before it kept."""
    before = frame.octets.partition(b"data:")[0]
    return Data(before + event(value, frame.mark).octets, frame.mark)


def replaced(frames: Frames, index: int, *new: Data) -> Frames:
    """``frames`` with the one at ``index`` replaced by ``new``."""
    return (*frames[:index], *new, *frames[index + 1 :])


def marked(frames: Frames, mark: str) -> list[int]:
    """Positions of the events with ``mark``. Raises FaultError when there are none."""
    found = data_indexes(frames, mark)
    if not found:
        raise FaultError(f"the stream has no {mark} event")
    return found


def choices(value: Row) -> list[Row]:
    """The choices of a chunk or a body; none in another dialect."""
    found = value.get("choices")
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def said(choice: Row) -> Row:
    """The delta of a choice, or its message."""
    found = choice.get("delta", choice.get("message"))
    return found if isinstance(found, dict) else {}


def rewritten(frames: Frames, edit: Edit, what: str, at: At | None = None) -> Frames:
    """``frames`` with ``edit`` done to the JSON body, to each event, or to the one ``at`` names.

    Raises FaultError when there is no ``what`` that it could change.
    """
    changed = _events(frames, edit, at) if is_stream(frames) else _body(frames, edit)
    if changed == frames:
        raise FaultError(f"the reply has no {what} to change")
    return changed


def _events(frames: Frames, edit: Edit, at: At | None) -> Frames:
    """``frames`` with the events edited."""
    for index in data_indexes(frames) if at is None else [at.index(frames)]:
        frame = data_at(frames, index)
        value = None if frame.mark in WORDLESS else _changed(payload(frame), edit)
        if value is not None:
            frames = replaced(frames, index, edited(frame, value))
    return frames


def _body(frames: Frames, edit: Edit) -> Frames:
    """``frames`` with the JSON body edited."""
    value = _changed(_object(body_of(frames)), edit)
    return frames if value is None else with_body(frames, jsontext.dumps(value))


def _changed(value: Row, edit: Edit) -> Row | None:
    """``value`` after ``edit``, or None when it is the same."""
    before = jsontext.dumps(value)
    edit(value)
    return None if jsontext.dumps(value) == before else value


def _object(octets: bytes) -> Row:
    """The JSON object of a body. Raises FaultError when it is none."""
    try:
        value = jsontext.loads(octets)
    except ValueError as error:
        raise FaultError("the reply has no JSON body to edit") from error
    if not isinstance(value, dict):
        raise FaultError("the reply has no JSON object to edit")
    return value


def with_body(frames: Frames, octets: bytes) -> Frames:
    """``frames`` with all data replaced by one frame at the place of the first.

    Raises FaultError when there is none.
    """
    found = data_indexes(frames)
    if not found:
        raise FaultError("the reply has no body")
    rest = tuple(frame for frame in frames[found[0] + 1 :] if not isinstance(frame, Data))
    return (*frames[: found[0]], Data(octets), *rest)


def data_at(frames: Frames, index: int) -> Data:
    """The data frame at ``index``."""
    frame = frames[index]
    if not isinstance(frame, Data):
        raise FaultError("there is no data at that place")
    return frame


def event_starts(frames: Frames) -> set[int]:
    """Positions of the data frames that begin an event; the others continue one."""
    starts: set[int] = set()
    closed = True
    for index in data_indexes(frames):
        if closed:
            starts.add(index)
        closed = data_at(frames, index).octets.endswith(b"\n\n")
    return starts


def content_at(frames: Frames, at: At | None) -> int:
    """Position of the event meant by ``at``, by default of the one in mid-content.

    Raises FaultError when the reply has no content event.
    """
    if at is not None:
        return at.index(frames)
    found = [index for index in data_indexes(frames) if data_at(frames, index).mark in CONTENT]
    if not found:
        raise FaultError("the reply has no event with content")
    return found[len(found) // 2]
