"""What is known of a reply while it arrives.

Rules of this file: it only takes down what it is told, in order, with the time
of its clock; how the reply ended is for ``client`` and ``ends``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conformance.model import Headers, Read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx2

__all__ = ["Capture", "header_pairs"]

_PROTOCOL = b"HTTP/"
_NEW_STREAM = ("connection.connect_tcp.complete", "connection.start_tls.complete")


@dataclass(slots=True)
class Capture:
    """A reply so far; all times count from ``started`` on ``clock``."""

    clock: Callable[[], float]
    started: float
    cap: int
    """Body octets that are kept at most."""
    is_connected: bool = False
    """The request had a connection to go out on, TLS included."""
    first_octets: bytes = b""
    """The first few octets that came, HTTP or not."""
    status: int | None = None
    headers: Headers = ()
    ttfb_s: float | None = None
    reads: list[Read] = field(default_factory=list)
    octets: int = 0

    @property
    def speaks_http(self) -> bool:
        """What came, if anything, can be the start of an HTTP/1 reply."""
        return _PROTOCOL.startswith(self.first_octets)

    def elapsed_s(self) -> float:
        """Seconds since the request began."""
        return self.clock() - self.started

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by the HTTP library at each of its steps."""
        if event in _NEW_STREAM:
            self._watch(info["return_value"])
        elif event.startswith("http11.send_request"):
            self.is_connected = True

    def head(self, status: int, headers: httpx2.Headers) -> None:
        """The head is complete."""
        self.ttfb_s = self.elapsed_s()
        self.status = status
        self.headers = header_pairs(headers)

    def read(self, octets: bytes) -> bool:
        """Body octets came; False when not all of them could be kept."""
        kept = octets[: self.cap - self.octets]
        self.octets += len(kept)
        self.reads.append(Read(self.elapsed_s(), kept))
        return len(kept) == len(octets)

    def _watch(self, stream: Any) -> None:  # noqa: ANN401 (the library's, its type is private)
        """Look at the first octets: a FIN inside a head hides what it was a head of."""
        read = stream.read
        self.first_octets = b""

        async def watched(*args: object, **kwargs: object) -> bytes:
            octets: bytes = await read(*args, **kwargs)
            self.first_octets += octets[: len(_PROTOCOL) - len(self.first_octets)]
            return octets

        stream.read = watched


def header_pairs(headers: httpx2.Headers) -> Headers:
    """The pairs in wire order, case kept, octets as Latin-1."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)
