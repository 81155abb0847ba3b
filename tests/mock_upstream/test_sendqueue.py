"""What was written is waited for until the peer's kernel has it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest

from mock_upstream import sendqueue
from mock_upstream.sendqueue import acknowledged


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a TCP connection; the first never blocks."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as one,
        server.accept()[0] as other,
    ):
        one.setblocking(False)  # noqa: FBT003 (the socket's own signature)
        yield one, other


def fill(sock: socket.socket) -> int:
    """Write until the kernel takes no more; how many octets it took."""
    sent = 0
    while True:
        try:
            sent += sock.send(b"x" * 65536)
        except BlockingIOError:
            return sent


def test_what_arrived_is_not_waited_for(pair: tuple[socket.socket, socket.socket]) -> None:
    """A few octets fit into the peer's kernel, whether it reads them or not."""
    pair[0].send(b"hello")

    asyncio.run(asyncio.wait_for(acknowledged(pair[0]), 1))


def test_a_peer_that_reads_nothing_is_given_up(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait is bounded, and what is queued stays queued."""
    monkeypatch.setattr(sendqueue, "DRAIN_LIMIT_S", 0.01)
    assert fill(pair[0]) > 0

    asyncio.run(acknowledged(pair[0]))

    assert sendqueue._unacknowledged(pair[0]) > 0
