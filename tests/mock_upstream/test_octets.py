"""Message octets made by hand."""

from __future__ import annotations

import pytest

from mock_upstream import octets
from mock_upstream.frames import Abort, AbortKind, Data, Frames, Framing, Head, Pause, Raw


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (Head(200), (("Transfer-Encoding", "chunked"),)),
        (Head(200, framing=Framing.LENGTH), (("Content-Length", "5"),)),
        (Head(200, framing=Framing.LENGTH, length=9), (("Content-Length", "9"),)),
        (Head(200, framing=Framing.CLOSE), (("Connection", "close"),)),
        (Head(200, (("transfer-encoding", "x"),)), ()),
    ],
)
def test_the_framing_is_announced_once(head: Head, expected: object) -> None:
    """A header that the head names itself is left alone."""
    assert octets.framing_headers(head, 5) == expected


@pytest.mark.parametrize(
    ("method", "status", "expected"),
    [("GET", 200, False), ("HEAD", 200, True), ("GET", 103, True), ("GET", 304, True)],
)
def test_some_messages_have_no_body(method: str, status: int, expected: bool) -> None:
    """RFC 9112 section 6.3."""
    assert octets.bodyless(method, status) is expected


def test_heads_and_chunks() -> None:
    """Status line, headers in order, sizes in hexadecimal."""
    assert octets.head_octets(404, (("a", "1"), ("A", "é"))) == (
        "HTTP/1.1 404 Not Found\r\na: 1\r\nA: é\r\n\r\n".encode()
    )
    assert octets.chunk(b"x" * 17) == b"11\r\n" + b"x" * 17 + b"\r\n"
    assert octets.body_octets((Head(200), Data(b"ab"), Pause(1.0), Data(b"c"))) == 3


START = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
SIZED = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"


@pytest.mark.parametrize(
    ("frames", "expected", "end"),
    [
        ((Head(200), Data(b"ab"), Pause(1.0)), START + b"2\r\nab\r\n0\r\n\r\n", None),
        ((Head(200), Data(b""), Abort(AbortKind.FIN)), START, AbortKind.FIN),
        ((Head(200), Abort(AbortKind.STALE_RST)), START + b"0\r\n\r\n", AbortKind.STALE_RST),
        ((Head(200, framing=Framing.LENGTH), Data(b"ab")), SIZED + b"ab", None),
        (
            (Head(103), Head(204)),
            b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
            None,
        ),
        ((Raw(b"HTTP/1"), Abort(AbortKind.RST)), b"HTTP/1", AbortKind.RST),
    ],
    ids=["chunked", "cut", "late", "length", "bodyless", "raw"],
)
def test_the_wire_is_known_before_a_socket_is(
    frames: Frames, expected: bytes, end: AbortKind | None
) -> None:
    """All octets, with chunk sizes and the last chunk where it comes."""
    assert octets.wire(frames) == (expected, end)


def test_a_head_request_has_the_wire_of_its_head() -> None:
    """The length is told, the body is not sent."""
    frames = (Head(200, framing=Framing.LENGTH), Data(b"ab"))

    assert octets.wire(frames, "HEAD").octets == SIZED
