"""A stream whose last lines are not what a client waits for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from mock_upstream import errors, jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Part, Phase, data_indexes
from mock_upstream.faults.events import content_at, data_at, event, replaced
from mock_upstream.faults.http_error import check_row
from mock_upstream.frames import Data, Frames

__all__ = ["DoubleDone", "ErrorInBand", "MissingDone", "NoFinalBlankLine", "PageInBand"]

PAGE = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n"
    b"</body>\r\n</html>\r\n"
)
"""What a proxy writes where it expected to go on."""


def _done(frames: Frames) -> int:
    """Position of the ``[DONE]`` event. Raises FaultError when there is none."""
    found = data_indexes(frames, "done")
    if not found:
        raise FaultError("the stream has no [DONE]")
    return found[-1]


@dataclass(frozen=True, slots=True)
class MissingDone(Fault):
    """The stream ends properly, without ``[DONE]``."""

    name = "sse.missing_done"
    phase = Phase.END
    exclusive = ("[DONE]",)
    acts_on = Part.TAIL
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream but for its last event."""
        return replaced(frames, _done(frames))


@dataclass(frozen=True, slots=True)
class DoubleDone(Fault):
    """``[DONE]`` comes twice."""

    name = "sse.double_done"
    phase = Phase.END
    exclusive = ("[DONE]",)
    acts_on = Part.TAIL
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream with its last event repeated."""
        index = _done(frames)
        return replaced(frames, index, data_at(frames, index), data_at(frames, index))


@dataclass(frozen=True, slots=True)
class NoFinalBlankLine(Fault):
    """The last event is not closed by an empty line."""

    name = "sse.no_final_blank_line"
    phase = Phase.END
    exclusive = ("the last line",)
    acts_on = Part.TAIL
    needs = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The stream but for its last octet."""
        found = data_indexes(frames)
        if not found:
            raise FaultError("the reply has no events")
        last = data_at(frames, found[-1])
        return replaced(frames, found[-1], replace(last, octets=last.octets.removesuffix(b"\n")))


@dataclass(frozen=True, slots=True)
class ErrorInBand(Fault):
    """The stream breaks off, before ``at``, with an error event and a proper end.

    ``error`` is a row of the error catalogue. ``form`` is the shape met in the
    wild: an ``error`` object, the same under ``event: error``, its fields
    flat under ``event: error``, or the ``message`` of Anthropic, which has a
    type beside the error. ``done`` adds ``[DONE]`` behind it.
    """

    error: str = "server_error"
    form: Literal["nested", "event", "flat", "message"] = "nested"
    done: bool = False

    name = "sse.error_in_band"
    phase = Phase.FRAMES
    exclusive = ("the end of the stream",)
    takes_place = True
    needs = "stream"
    ends = True
    hides = frozenset({Part.TAIL})

    def __post_init__(self) -> None:
        """Raises FaultError when the catalogue has no such row."""
        check_row(self.error)

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The first events, then the error."""
        before = frames[: content_at(frames, None)] if at is None else at.split(frames)[0]
        done = (Data(b"data: [DONE]\n\n", "done"),) if self.done else ()
        return (*before, self._event(), *done)

    def _event(self) -> Data:
        """The error event."""
        body = errors.failure(self.error).body
        if self.form == "nested":
            return event(body, "error")
        value = body if self.form == "event" else body["error"]
        if self.form == "message":
            told = {key: body["error"][key] for key in ("type", "message")}
            value = {"type": "error", "error": told}
        return Data(b"event: error\ndata: " + jsontext.dumps(value) + b"\n\n", "error")


@dataclass(frozen=True, slots=True)
class PageInBand(Fault):
    """In place of the rest, from ``at`` on, comes the HTML page of a proxy, and a proper end."""

    name = "sse.page_in_band"
    phase = Phase.FRAMES
    exclusive = ("the end of the stream",)
    takes_place = True
    needs = "stream"
    ends = True
    hides = frozenset({Part.TAIL})

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """The first events, then the page."""
        before = frames[: content_at(frames, None)] if at is None else at.split(frames)[0]
        return (*before, Data(PAGE, "error"))
