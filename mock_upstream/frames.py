"""A reply is a sequence of frames, and this is the whole alphabet.

Rules of this file: plain values, no behaviour but small constructors. What a
frame means on a socket is known by ``play`` alone. A sequence without an
:class:`Abort` ends the HTTP message properly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Headers: TypeAlias = tuple[tuple[str, str], ...]


class Framing(StrEnum):
    """How the body is delimited (RFC 9112 section 6)."""

    LENGTH = "length"
    CHUNKED = "chunked"
    CLOSE = "close"


class AbortKind(StrEnum):
    """How a connection dies before the message is complete."""

    FIN = "fin"
    """Orderly TCP close inside the body; no last chunk, or too few octets."""
    RST = "rst"
    """TCP reset; what was written before has reached the peer's kernel."""
    NO_LAST_CHUNK = "no_last_chunk"
    """Every octet of the body, then FIN without the terminating chunk."""
    SILENCE = "silence"
    """The socket stays open and says nothing more until the peer closes."""
    HALF_CLOSE = "half_close"
    """The message is whole; then FIN, unannounced, while the peer may still send."""
    STALE_FIN = "stale_fin"
    """The message is whole and the connection kept; FIN answers the next request."""
    STALE_RST = "stale_rst"
    """The message is whole and the connection kept; RST answers the next request."""

    @property
    def is_late(self) -> bool:
        """Whether the message is complete all the same."""
        return self in {AbortKind.HALF_CLOSE, AbortKind.STALE_FIN, AbortKind.STALE_RST}


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and headers. ``length`` overrides a true Content-Length."""

    status: int
    headers: Headers = ()
    framing: Framing = Framing.CHUNKED
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """Body octets, written and flushed at once.

    ``mark`` names what the octets are, so that a fault can be aimed: ``role
    delta reasoning tool finish usage done comment error body part``.
    """

    octets: bytes
    mark: str = "body"


@dataclass(frozen=True, slots=True)
class Raw:
    """Octets that no framing is put around, such as half a head."""

    octets: bytes


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is written for ``seconds``; ``signal`` waits for a named signal instead."""

    seconds: float = 0.0
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class Abort:
    """The reply ends here, against the rules; nothing follows it."""

    kind: AbortKind


Frame: TypeAlias = Head | Data | Raw | Pause | Abort
Frames: TypeAlias = tuple[Frame, ...]


def body_of(frames: Iterable[Frame]) -> bytes:
    """The body octets of ``frames``, joined."""
    return b"".join(frame.octets for frame in frames if isinstance(frame, Data))
