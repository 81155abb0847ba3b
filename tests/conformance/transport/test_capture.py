"""A capture takes down what it is told, with the time."""

from __future__ import annotations

import httpx2
import pytest

from conformance.model import Read
from conformance.transport.capture import Capture, header_pairs


class Stream:
    """A stream of the library, as far as a capture knows it."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = list(parts)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 (the library's signature)
        """The next part."""
        assert (max_bytes, timeout) == (64, None)
        return self.parts.pop(0)


def capture(cap: int = 100) -> Capture:
    """A capture on a clock that ticks once a look, from 10."""
    ticks = iter(range(10, 1000))
    return Capture(lambda: float(next(ticks)), float(next(ticks)), cap)


@pytest.mark.parametrize(
    ("parts", "speaks_http"),
    [
        ((), True),
        ((b"",), True),
        ((b"H", b"TT", b"P/1.1 200"), True),
        ((b"HTTP/1.1 200 OK",), True),
        ((b"HTTX",), False),
        ((b"SSH-2.0",), False),
    ],
)
async def test_first_octets_tell_http(parts: tuple[bytes, ...], *, speaks_http: bool) -> None:
    """However the first octets are split, they are HTTP or not; reads pass on."""
    seen, stream = capture(), Stream(*parts)
    await seen.trace("connection.connect_tcp.complete", {"return_value": stream})

    assert list(parts) == [await stream.read(64, timeout=None) for _ in parts]
    assert speaks_http == seen.speaks_http


async def test_a_tunnel_starts_anew() -> None:
    """What a proxy said before TLS is not what the relay says."""
    seen, outer, inner = capture(), Stream(b"HTTP/1.1 200"), Stream(b"SSH-")
    await seen.trace("connection.connect_tcp.complete", {"return_value": outer})
    await outer.read(64)
    await seen.trace("connection.start_tls.complete", {"return_value": inner})
    await inner.read(64)

    assert seen.first_octets == b"SSH-"


async def test_sending_needs_a_connection() -> None:
    """Only the step of sending says that there is a connection."""
    seen = capture()

    await seen.trace("connection.connect_tcp.started", {})
    assert not seen.is_connected
    await seen.trace("http11.send_request_headers.started", {})
    assert seen.is_connected


def test_reads_stop_at_the_cap() -> None:
    """Octets over the cap are not kept, and that is told."""
    seen = capture(cap=5)

    assert seen.read(b"abc")
    assert not seen.read(b"def")
    assert [Read(1.0, b"abc"), Read(2.0, b"de")] == seen.reads


def test_head_is_timed() -> None:
    """Status, pairs in wire order, and when."""
    seen = capture()

    seen.head(200, httpx2.Headers([(b"X-A", b"1"), (b"x-a", b"\xe9")]))

    assert (seen.status, seen.headers, seen.ttfb_s) == (200, (("X-A", "1"), ("x-a", "é")), 1.0)
    assert seen.headers == header_pairs(httpx2.Headers([(b"X-A", b"1"), (b"x-a", b"\xe9")]))
