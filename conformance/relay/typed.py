"""Streams of typed events: images, audio, the Responses API, and messages.

Rules of this file: no sockets, no clock. An event keeps what it says but for
the model's name, and is named by its ``type``; nothing is made up, least of
all a terminal event.
"""

from __future__ import annotations

from typing import ClassVar

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defects
from conformance.relay.envelope import Problem
from conformance.relay.flow import Flow, parse_event
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import DONE, Kind, OutEvent
from conformance.relay.turn import Turn, note

__all__ = ["MessageFlow", "ResponseFlow", "TypedFlow"]

Event = dict[str, JSON]


class TypedFlow(Flow):
    """A stream that is complete once an event of the types in ``ends`` was seen."""

    _preamble: ClassVar[frozenset[str]] = frozenset({"keepalive"})
    """Types that show nothing of the answer."""
    _stops_at_end: ClassVar[bool] = False
    """Whether nothing may follow the event that completes the stream."""

    def __init__(self, turn: Turn, defects: Defects, ends: frozenset[str] = frozenset()) -> None:
        super().__init__(turn, defects, ends)
        self._is_complete = False

    @classmethod
    def carries_content(cls, data: str) -> bool:
        """Whether the event is more than a preamble."""
        return _parse(data).get("type") not in cls._preamble

    def learn(self, data: str) -> None:
        """Only see that it can be read."""
        _parse(data)

    def take(self, data: str) -> list[OutEvent]:
        """Return the event under its name."""
        event = self._mend(_parse(data))
        if event.get("type") in self._ends:
            self._is_complete = True
            self.saw_done = self._stops_at_end
        shown = self._defects.spread([event], lambda d, value: d.typed(value))
        return self._show([_named(one) for one in shown])

    def end(self, *, upstream_said_done: bool) -> list[OutEvent]:
        """Return the upstream's ``[DONE]``, if it sent one."""
        self.saw_done = True
        if not self._is_complete:
            raise UpstreamError(Failure(Cause.UNFINISHED))
        return self._show([OutEvent(Kind.DONE, DONE)]) if upstream_said_done else []

    def _mend(self, event: Event) -> Event:
        return event | ({"model": self._model(event)} if "model" in event else {})

    def _model(self, named: Event) -> str:
        reported = str(named["model"] or "")
        return self._defects.fold(self._turn.alias, lambda d, value: d.model_name(value, reported))

    def _error(self, problem: Problem) -> OutEvent:
        told = {"type": "error", **self._envelope(problem)}
        return OutEvent(Kind.ERROR, jsontext.dump(told), event="error")


class ResponseFlow(TypedFlow):
    """A response's stream, which ends with its terminal event and counts its events."""

    _preamble: ClassVar[frozenset[str]] = frozenset(
        {
            "keepalive",
            "response.created",
            "response.queued",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.reasoning_summary_part.added",
        }
    )
    _stops_at_end: ClassVar[bool] = True

    def __init__(self, turn: Turn, defects: Defects, ends: frozenset[str] = frozenset()) -> None:
        super().__init__(turn, defects, ends)
        self._next = 0

    def learn(self, data: str) -> None:
        """Note the id under which the client may ask again."""
        response = _response(_parse(data))
        if response and isinstance(response.get("id"), str):
            self._turn.response_id = response["id"]

    def _mend(self, event: Event) -> Event:
        number = event.get("sequence_number")
        self._next = (number if isinstance(number, int) else self._next) + 1
        response = _response(event)
        if response is None or "model" not in response:
            return event
        return event | {"response": response | {"model": self._model(response)}}

    def _error(self, problem: Problem) -> OutEvent:
        told = {
            "type": "error",
            "code": problem.code,
            "message": problem.message,
            "param": problem.param,
            "sequence_number": self._next,
        }
        return OutEvent(Kind.ERROR, jsontext.dump(told), event="error")


class MessageFlow(TypedFlow):
    """A message's stream, which names its model once and ends with ``message_stop``."""

    _preamble: ClassVar[frozenset[str]] = frozenset(
        {"ping", "message_start", "content_block_start", "content_block_stop"}
    )
    _stops_at_end: ClassVar[bool] = True

    def _mend(self, event: Event) -> Event:
        note(self._turn, event.get("usage"))
        message = event.get("message")
        if not isinstance(message, dict) or "model" not in message:
            return event
        return event | {"message": message | {"model": self._model(message)}}


def _parse(data: str) -> Event:
    """Return the event. Raises UpstreamError, also when it tells of an error."""
    event = parse_event(data)
    if event.get("type") == "error":
        raise UpstreamError(Failure(Cause.INBAND, error=event))
    return event


def _named(event: Event) -> OutEvent:
    name = event.get("type")
    return OutEvent(Kind.TYPED, jsontext.dump(event), event=name if isinstance(name, str) else None)


def _response(event: Event) -> Event | None:
    response = event.get("response")
    return response if isinstance(response, dict) else None
