"""What all event streams share: upstream events in, the client's events out, one end.

Rules of this file: no sockets, no clock, and nothing of what an event says.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.config import Channel
from conformance.relay.defects.base import Defects
from conformance.relay.envelope import Problem
from conformance.relay.relayed import problem_of
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import DONE, InEvent, Kind, OutEvent
from conformance.relay.turn import Turn

__all__ = ["Flow", "parse_event"]


def parse_event(data: str) -> dict[str, JSON]:
    """Return the object in an event. Raises UpstreamError when there is none."""
    try:
        value = jsontext.decode(data)
    except ValueError as caught:
        raise UpstreamError(Failure(Cause.BAD_EVENT)) from caught
    if not isinstance(value, dict):
        raise UpstreamError(Failure(Cause.BAD_EVENT))
    if value.get("error"):
        error = value["error"]
        raise UpstreamError(Failure(Cause.INBAND, error=error if isinstance(error, dict) else {}))
    return value


class Flow(ABC):
    """Turns one request's upstream events into the events that its client sees."""

    def __init__(self, turn: Turn, defects: Defects, ends: frozenset[str] = frozenset()) -> None:
        """``ends``: the types of the events that complete a stream of typed events."""
        self._ends = ends
        self._turn = turn
        self._defects = defects
        self.saw_done = False
        """Whether the stream is complete and nothing more is read."""

    @classmethod
    @abstractmethod
    def carries_content(cls, data: str) -> bool:
        """Whether an event shows the client something of the answer. Raises UpstreamError."""

    @abstractmethod
    def learn(self, data: str) -> None:
        """Note what an event says of the whole stream. Raises UpstreamError."""

    @abstractmethod
    def take(self, data: str) -> list[OutEvent]:
        """Return what the client sees of one event's data. Raises UpstreamError."""

    @abstractmethod
    def end(self, *, upstream_said_done: bool) -> list[OutEvent]:
        """Return the end of a complete stream. Raises UpstreamError when it is not."""

    @classmethod
    def commits(cls, event: InEvent) -> bool:
        """Whether the client is owed the rest once this event is shown. Raises UpstreamError."""
        return bool(event.data) and not _is_done(event) and cls.carries_content(event.data or "")

    def prime(self, events: Iterable[InEvent]) -> None:
        """Learn of the stream from events that are known but not yet shown."""
        for event in events:
            if event.data and not _is_done(event):
                self.learn(event.data)

    def feed(self, event: InEvent) -> list[OutEvent]:
        """Return what the client sees of one event. Raises UpstreamError."""
        if event.comment is not None:
            comment = event.comment
            return self._show(self._defects.gather(lambda d: d.comment(comment)))
        if not event.data:
            return []
        return self.end(upstream_said_done=True) if _is_done(event) else self.take(event.data)

    def broken(self, failure: Failure, channel: Channel) -> list[OutEvent]:
        """Return how a stream ends whose upstream failed after the first content."""
        own = self._turn.told(problem_of(failure, channel))
        problem = self._defects.fold(own, lambda d, value: d.error(value))
        told = [self._error(problem)]
        return self._show(self._defects.fold(told, lambda d, value: d.broken(value, failure)))

    def _error(self, problem: Problem) -> OutEvent:
        return OutEvent(Kind.ERROR, jsontext.dump(self._envelope(problem)))

    def _envelope(self, problem: Problem) -> dict[str, JSON]:
        return self._turn.dialect.envelope(problem, self._turn.request_id)

    def _show(self, events: list[OutEvent]) -> list[OutEvent]:
        return self._defects.spread(events, lambda d, event: d.event(event))


def _is_done(event: InEvent) -> bool:
    """Whether the event ends the stream; blanks around the word are forgiven."""
    return event.data is not None and event.data.strip() == DONE
