"""What a translation between two dialects is made of.

Rules of this file: no sockets, no clock; bodies in, bodies out. A translation may read
a body as if it were sound: what turns out not to be (a missing member, a wrong type)
leaves as the error that Python has for it, and ``translated`` tells whose fault it is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from conformance.model import JSON
from conformance.relay.dialects import Dialect
from conformance.relay.retry import Failure

__all__ = ["UNSOUND", "Asked", "Body", "Event", "Events", "Translation"]

Body: TypeAlias = dict[str, JSON]
"""A decoded body, of either side."""

Event: TypeAlias = dict[str, JSON]
"""The decoded data of one event, of either side."""

UNSOUND = (AttributeError, LookupError, TypeError, ValueError)
"""What reading a body that is not as its dialect says raises."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is told with, beside what the upstream says."""

    body: Mapping[str, JSON] = field(default_factory=dict)
    """The client's request, in its own dialect."""
    created: int = 0
    """The time of the answer, in seconds of Unix."""


class Events(ABC):
    """The events of one stream, from the upstream's dialect to the client's.

    A stream that is cut, falls silent or tells of an error never reaches :meth:`end`:
    the failure passes by, and what is held back here is not said.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.is_over = False
        """Whether the upstream has said its last word; what follows is not read."""

    @abstractmethod
    def feed(self, event: Event) -> list[Event]:
        """Return what the client sees of one event."""

    def end(self) -> list[Event]:
        """Return what was held back for a proper end.

        The upstream said ``[DONE]``, or its message ended. When it never said why the
        answer ends, nothing here says so either, and the client's flow misses it.
        """
        return []


@dataclass(frozen=True, slots=True)
class Translation:
    """How an endpoint of one dialect is served by an upstream of another."""

    name: str
    """Client's endpoint and upstream's dialect, as capabilities name the pair."""
    dialect: Dialect
    """The upstream's: where its key stands, and what goes with it."""
    has: tuple[str, type]
    """The member, and its type, without which the upstream's answer is none."""
    path: Callable[[str, bool], str]
    """Where a model is asked, whole or for a stream: what stands behind the base URL."""
    request: Callable[[Body], Body]
    """The body for the upstream, of the client's under the upstream's name for the model.

    May raise RelayError for what cannot be carried over.
    """
    answer: Callable[[Body, Asked], Body]
    """The answer in one piece, in the client's dialect."""
    events: Callable[[Asked], Events]
    """The events of one stream."""
    error: Callable[[Failure], Mapping[str, JSON] | None]
    """The error object of a failed call, in the words of the client's dialect."""
