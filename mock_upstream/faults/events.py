"""Reading and rewriting the events of a stream that has not been sent yet.

Rules of this file: one data frame is one event here, because faults that cut
events into pieces run after those that edit them. JSON is our own rendering,
so it is read without suspicion.
"""

from __future__ import annotations

from mock_upstream import jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, data_indexes
from mock_upstream.frames import Data, Frames
from mock_upstream.jsontext import JSON

__all__ = ["content_at", "data_at", "edited", "event", "event_starts", "payload", "replaced"]

CONTENT = ("delta", "reasoning", "tool")
"""Marks of the events that carry what the model says."""


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
