"""Defects of the names of a response's events, read or written."""

from __future__ import annotations

from conformance.relay.defects.base import Defect
from conformance.relay.sse import InEvent, Kind, OutEvent, SseReader

__all__ = [
    "RESPONSE_NAMES",
    "TypedNamesDemanded",
    "TypedNamesLost",
]

_PATH = "/v1/responses"


class TypedNamesLost(Defect):
    """Events of a response come without their names."""

    name = "typed_names_lost"

    def event(self, event: OutEvent) -> list[OutEvent]:
        """Write the data alone."""
        is_ours = event.kind is Kind.TYPED and self.turn.path == _PATH
        return [OutEvent(event.kind, event.data)] if is_ours else [event]


class TypedNamesDemanded(Defect):
    """Events of a response that have no name are not read."""

    name = "typed_names_demanded"

    def reader(self, reader: SseReader) -> SseReader:
        """Put one that wants names in its place."""
        return _NamedReader() if self.turn.path == _PATH else reader


class _NamedReader(SseReader):
    _named = False

    def _take(self, line: bytes) -> list[InEvent]:
        events = super()._take(line)
        was_named, self._named = self._named, bool(line) and (self._named or line[:6] == b"event:")
        return events if was_named or line else []


RESPONSE_NAMES: tuple[type[Defect], ...] = (
    TypedNamesLost,
    TypedNamesDemanded,
)
"""The defects of this family."""
