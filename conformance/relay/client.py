"""The body that one client gets piece by piece: head, writes, and the end of the message."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from aiohttp import web

from conformance.relay import headers
from conformance.relay.defects.base import Defects, Switch
from conformance.relay.turn import Turn

__all__ = ["ClientBody"]


class ClientBody:
    """An answer of status 200 whose length is not known when it begins."""

    def __init__(
        self,
        request: web.Request,
        turn: Turn,
        defects: Defects,
        head: Mapping[str, str],
        write_s: float | None = None,
    ) -> None:
        self._request = request
        self._turn = turn
        self._write_s = write_s
        self._defects = defects
        shown = defects.fold({**headers.common(turn), **head}, lambda d, v: d.headers(v))
        self.response = web.StreamResponse(status=200, headers=shown)

    async def start(self) -> None:
        """Send the head."""
        self._turn.is_begun = True
        await self.response.prepare(self._request)

    async def end(self) -> None:
        """End the HTTP message."""
        if self._defects.has(Switch.NO_LAST_CHUNK):
            self.abandon()
        else:
            with self._leaving():
                await self.response.write_eof()

    def abandon(self) -> None:
        """Close the connection in mid-message, so that nobody takes it for a whole one."""
        if self._request.transport:
            self._request.transport.close()

    async def _send(self, octets: bytes) -> None:
        with self._leaving():
            if octets:
                await self._written(octets)

    async def _written(self, octets: bytes) -> None:
        """Write; a client that does not read for too long has left."""
        try:
            async with asyncio.timeout(self._write_s):
                await self.response.write(octets)
        except TimeoutError as error:
            if self._request.transport:
                self._request.transport.abort()
            raise ConnectionResetError("the client does not read") from error

    @contextmanager
    def _leaving(self) -> Iterator[None]:
        """Let a client that has left end the request, unless a defect reads on."""
        try:
            yield
        except ConnectionResetError:
            if not self._defects.has(Switch.KEEPS_UPSTREAM):
                raise
