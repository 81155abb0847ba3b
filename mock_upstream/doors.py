"""Ports at which an upstream is met by trouble before any request is read.

Rules of this file: sockets of their own, one for each kind of trouble, open as long as the
mock is. Nothing that happens here is journaled: no request was read.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeAlias, cast

from mock_upstream.scenario.model import Door

__all__ = ["Doors"]

NARROW_OCTETS = 4096
"""Receive buffer: where nothing is read, a request body is soon stuck."""


def _finish(transport: asyncio.Transport) -> None:
    """Say FIN, and read on: with unread octets a whole close would be a reset."""
    transport.write_eof()


def _reset(transport: asyncio.Transport) -> None:
    """Leave nothing to linger for."""
    sock = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _ignore(transport: asyncio.Transport) -> None:
    """Never read an octet."""
    transport.pause_reading()


Meet: TypeAlias = Callable[[asyncio.Transport], None]
"""What is done to a connection that was just accepted."""

MEETS: Mapping[Door, Meet] = MappingProxyType(
    {Door.CLOSED: _finish, Door.RESET: _reset, Door.UNREAD: _ignore}
)


class _Met(asyncio.Protocol):
    """A connection that is known for as long as it is open."""

    def __init__(self, known: set[asyncio.Transport], meet: Meet) -> None:
        self.known, self.meet = known, meet

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Do what this door does."""
        self.transport = cast("asyncio.Transport", transport)
        self.known.add(self.transport)
        self.meet(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.known.discard(self.transport)


class Doors:
    """The ports by kind; none before :meth:`open` and after :meth:`close`."""

    def __init__(self) -> None:
        self._refusing: socket.socket | None = None
        self._servers: dict[Door, asyncio.Server] = {}
        self._known: set[asyncio.Transport] = set()

    async def open(self, host: str) -> None:
        """Take a port for each kind. Raises OSError."""
        loop = asyncio.get_running_loop()
        self._refusing = _bound(host)
        for door, meet in MEETS.items():
            sock = _bound(host)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW_OCTETS)
            made = partial(_Met, self._known, meet)
            self._servers[door] = await loop.create_server(made, sock=sock)

    def port(self, door: Door) -> int | None:
        """The port of one kind of trouble; None where it has none of its own."""
        if door is Door.REFUSED and self._refusing is not None:
            return int(self._refusing.getsockname()[1])
        server = self._servers.get(door)
        return None if server is None else int(server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Give the ports back and cut what hangs at them; a second call does nothing."""
        if self._refusing is not None:
            self._refusing.close()
            self._refusing = None
        for server in self._servers.values():
            server.close()
        self._servers.clear()
        for transport in tuple(self._known):
            transport.abort()


def _bound(host: str) -> socket.socket:
    """A socket with a port of its own that nobody listens at yet."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.bind(address)
    except OSError:
        sock.close()
        raise
    return sock
