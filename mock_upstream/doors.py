"""Ports at which an upstream is met by trouble before any request is read.

Rules of this file: sockets of their own, one for each kind of trouble, open as long as the
mock is. Nothing that happens here is journaled: no request was read.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from mock_upstream.scenario.model import Door

__all__ = ["Doors"]

NARROW_OCTETS = 4096
"""Receive buffer of the port that reads nothing: a request body is soon stuck."""


class _Met(asyncio.Protocol):
    """A connection that is known for as long as it is open."""

    def __init__(self, known: set[asyncio.Transport]) -> None:
        self.known = known

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Do what this door does."""
        if isinstance(transport, asyncio.Transport):
            self.transport = transport
            self.known.add(transport)
            self.meet(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.known.discard(self.transport)

    def meet(self, transport: asyncio.Transport) -> None:
        """What is done to a connection that was just accepted."""
        raise NotImplementedError


class _Closing(_Met):
    """Says FIN at once, and reads on until the peer has closed too."""

    def meet(self, transport: asyncio.Transport) -> None:
        """Close the half that is ours; with unread octets a whole close would be a reset."""
        transport.write_eof()


class _Resetting(_Met):
    """Resets at once."""

    def meet(self, transport: asyncio.Transport) -> None:
        """Leave nothing to linger for."""
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


class _Deaf(_Met):
    """Never reads an octet."""

    def meet(self, transport: asyncio.Transport) -> None:
        """Stop before the first one."""
        transport.pause_reading()


PROTOCOLS: Mapping[Door, type[_Met]] = MappingProxyType(
    {Door.CLOSED: _Closing, Door.RESET: _Resetting, Door.UNREAD: _Deaf}
)


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
        for door, protocol in PROTOCOLS.items():
            sock = _bound(host)
            if door is Door.UNREAD:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW_OCTETS)
            self._servers[door] = await loop.create_server(
                partial(protocol, self._known), sock=sock
            )

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
