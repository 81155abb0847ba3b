"""Message octets made by hand."""

from __future__ import annotations

import pytest

from mock_upstream import octets
from mock_upstream.frames import Data, Framing, Head, Pause


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
