"""Trouble that meets a client before its request is read, seen on raw sockets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest

from mock_upstream.builder import script, upstream
from mock_upstream.doors import Doors
from mock_upstream.scenario.model import Door
from mock_upstream.server import RunningMock

HOST = "127.0.0.1"
ALL = (Door.REFUSED, Door.CLOSED, Door.RESET, Door.UNREAD)


@pytest.fixture
async def doors() -> AsyncIterator[Doors]:
    """Doors with their ports."""
    opened = Doors()
    await opened.open(HOST)
    yield opened
    opened.close()
    await asyncio.sleep(0)  # what was cut is told to its protocol


async def connected(port: int | None) -> socket.socket:
    """A connection to a port. Raises ConnectionRefusedError."""
    sock = socket.socket()
    sock.setblocking(False)  # noqa: FBT003 (the socket's own signature)
    try:
        await asyncio.get_running_loop().sock_connect(sock, (HOST, port))
    except OSError:
        sock.close()
        raise
    return sock


async def received(sock: socket.socket) -> bytes:
    """What comes next; nothing is FIN."""
    async with asyncio.timeout(5):
        return await asyncio.get_running_loop().sock_recv(sock, 100)


async def test_each_kind_has_a_port_of_its_own(doors: Doors) -> None:
    """What is no trouble before a request has none."""
    ports = [doors.port(door) for door in ALL]

    assert len(set(ports)) == 4
    assert None not in ports
    assert doors.port(Door.OPEN) is None
    assert doors.port(Door.NO_CONTINUE) is None


async def test_a_connection_is_refused(doors: Doors) -> None:
    """Nobody listens at a port that nobody else can take."""
    with pytest.raises(ConnectionRefusedError):
        await connected(doors.port(Door.REFUSED))


async def test_a_connection_is_closed_at_once(doors: Doors) -> None:
    """FIN without an octet, also for a peer that has sent a request."""
    with await connected(doors.port(Door.CLOSED)) as sock:
        sock.send(b"GET / HTTP/1.1\r\n\r\n")
        assert await received(sock) == b""


async def test_a_connection_is_reset_at_once(doors: Doors) -> None:
    """RST without an octet; it may come before the connect is known to have been."""

    async def meet() -> None:
        with await connected(doors.port(Door.RESET)) as sock:
            await received(sock)

    with pytest.raises(ConnectionResetError):
        await meet()


async def test_a_request_is_never_read(doors: Doors) -> None:
    """A body that no buffer holds is stuck, and no answer comes."""
    loop = asyncio.get_running_loop()
    with await connected(doors.port(Door.UNREAD)) as sock:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await loop.sock_sendall(sock, b"x" * (64 * 2**20))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await loop.sock_recv(sock, 1)


async def test_closed_doors_have_no_ports(doors: Doors) -> None:
    """Who hangs at one is let go; a second close does nothing."""
    with await connected(doors.port(Door.UNREAD)) as sock:
        await asyncio.sleep(0.01)
        doors.close()
        doors.close()
        with suppress(ConnectionResetError):
            assert await received(sock) == b""

    assert [doors.port(door) for door in ALL] == [None] * 4


@pytest.mark.parametrize("door", ALL)
async def test_an_upstream_is_met_at_the_port_of_its_door(
    door: Door, mock: RunningMock, http: aiohttp.ClientSession
) -> None:
    """Its base URL has that port; who comes by the mock's own port meets what is nearest."""
    body = {"id": "d", "script": script(upstream("a", door=str(door)), upstream("b"))}
    made = (await (await http.post("/__mock__/v1/sessions", json=body)).json())["upstreams"]

    assert made["a"]["base_url"].startswith(f"http://{HOST}:")
    assert not made["a"]["base_url"].startswith(mock.url)
    assert made["b"]["base_url"] == f"{mock.url}/s/d/b/v1"
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        await http.post("/s/d/a/v1/embeddings", json={}, timeout=aiohttp.ClientTimeout(0.3))
    (entry,) = mock.sessions.get("d").journal.entries()
    assert (entry.fault, entry.status) == (f"door.{door}", None)


@pytest.mark.parametrize(("door", "first"), [("open", b"HTTP/1.1 100"), ("no_continue", b"")])
async def test_who_waits_for_100_may_wait_in_vain(
    door: str, first: bytes, mock: RunningMock, http: aiohttp.ClientSession
) -> None:
    """The body is read all the same once it is sent, and answered."""
    body = {"id": "e", "script": script(upstream("a", door=door))}
    key = (await (await http.post("/__mock__/v1/sessions", json=body)).json())["upstreams"]["a"]
    octets = b'{"model":"m","messages":[{"role":"user","content":"hi"}]}'
    head = (
        f"POST /s/e/a/v1/chat/completions HTTP/1.1\r\nHost: m\r\nExpect: 100-continue\r\n"
        f"Authorization: Bearer {key['key']}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(octets)}\r\n\r\n"
    )
    loop = asyncio.get_running_loop()
    with await connected(int(mock.url.rpartition(":")[2])) as sock:
        await loop.sock_sendall(sock, head.encode())
        if first:
            assert (await received(sock)).startswith(first)
        else:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await loop.sock_recv(sock, 1)
        await loop.sock_sendall(sock, octets)
        assert (await received(sock)).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    ("path", "expect", "status"),
    [
        ("/s/none/a/v1/models", "100-continue", b"404"),
        ("/v1/models", "100-continue", b"200"),
        ("/v1/models", "200-ok", b"200"),
    ],
)
async def test_others_who_wait_are_told(
    path: str, expect: str, status: bytes, mock: RunningMock
) -> None:
    """Whatever session they ask for; what nobody knows is not waited for."""
    loop = asyncio.get_running_loop()
    head = f"GET {path} HTTP/1.1\r\nHost: m\r\nExpect: {expect}\r\nConnection: close\r\n\r\n"
    got = b""
    with await connected(int(mock.url.rpartition(":")[2])) as sock:
        await loop.sock_sendall(sock, head.encode())
        while more := await received(sock):
            got += more

    first = b"HTTP/1.1 100 Continue\r\n\r\n" if expect == "100-continue" else b""
    assert got.startswith(first + b"HTTP/1.1 " + status)


async def test_doors_need_an_address_of_this_machine() -> None:
    """Nothing is left open where there is none."""
    with pytest.raises(OSError, match=r"assign|address"):
        await Doors().open("203.0.113.7")
