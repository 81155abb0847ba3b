"""Defects that mix up the requests of one key which are under way together.

Rules of this file: what was seen last is kept for each key, over requests; with
few of them under way nothing is mixed, as with the real defects of this kind.
"""

from __future__ import annotations

from typing import ClassVar

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = ["ISOLATION"]

_CROWD = 4
"""Requests at a time that are still told apart."""


class _Mixing(Defect):
    """A defect that gives one request what another one had."""

    _last: ClassVar[dict[tuple[str, str], JSON]] = {}

    def _swapped(self, value: JSON) -> JSON:
        """Keep the value, and return the one that was kept before; the same one for a first."""
        place = (self.name, self.turn.token)
        before = self._last.get(place, value)
        self._last[place] = value
        return before if self.turn.at_once > _CROWD else value


class AnswersSwapped(_Mixing):
    """Under load a client gets the answer of another request."""

    name = "answers_swapped"

    def completion(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Say what another answer said."""
        return body | {"choices": self._swapped(body.get("choices"))}


class ChunksCrossed(_Mixing):
    """Under load a stream has words of another one among its own."""

    name = "chunks_crossed"

    def chunk(self, chunk: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Put the other's words behind the chunk's own."""
        for choice in chunk.get("choices", ()):
            words = choice["delta"].get("content")
            if words:
                other = self._swapped(words)
                choice["delta"]["content"] = words + (other if other != words else "")
        return [chunk]


class RequestsCrossed(_Mixing):
    """Under load an upstream gets the messages of another request."""

    name = "requests_crossed"

    def request_body(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Ask what another client asked."""
        if "messages" not in body:
            return body
        return body | {"messages": self._swapped(body["messages"])}


class VectorsCrossed(_Mixing):
    """Under load a batch gets the vectors of another batch."""

    name = "vectors_crossed"

    def result(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Give the other's list."""
        if self.turn.path != "/v1/embeddings":
            return body
        return body | {"data": self._swapped(body.get("data"))}


ISOLATION: tuple[type[Defect], ...] = (
    AnswersSwapped,
    ChunksCrossed,
    RequestsCrossed,
    VectorsCrossed,
)
"""In the order in which they are listed."""
