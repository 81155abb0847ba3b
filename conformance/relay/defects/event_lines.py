"""Defects of the fields around an event's data."""

from __future__ import annotations

from dataclasses import replace

from conformance.relay.defects.base import Defect
from conformance.relay.sse import Kind, OutEvent

__all__ = ["EventIds", "EventNames", "EventWithoutData", "ImageEventNamesLost", "ThreadEventNames"]


class EventWithoutData(Defect):
    """A block that names an event but has no data stands in mid-stream."""

    name = "event_without_data"
    _seen = 0

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Put the block before the second event."""
        self._seen += 1
        ping = OutEvent(Kind.OTHER, None, event="ping")
        return [ping, event] if self._seen == 2 else [event]


class EventIds(Defect):
    """Each event has an id line."""

    name = "event_ids"
    _seen = 0

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Number the event."""
        self._seen += 1
        return [replace(event, id=str(self._seen))]


class EventNames(Defect):
    """Each event has the line ``event: message``."""

    name = "event_names"
    _event = "message"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Name the event."""
        return [replace(event, event=self._event)]


class ThreadEventNames(EventNames):
    """Each event is named as those of another API, which SDKs read differently."""

    name = "thread_event_names"
    _event = "thread.message.delta"


class ImageEventNamesLost(Defect):
    """Events of streamed pictures have no name of their own."""

    name = "image_event_names_lost"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Leave the data alone."""
        is_here = self.turn.path.startswith("/v1/images/")
        return [replace(event, event=None) if is_here else event]
