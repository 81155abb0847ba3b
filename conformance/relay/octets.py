"""One answer of plain octets: sound, subtitles, text.

Rules of this file: each read is written at once. Before the first octet a
failure leaves as UpstreamError (another channel may do better); after it the
connection is closed in mid-message, for octets have no way to tell of errors.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from conformance.relay.client import ClientBody
from conformance.relay.config import Channel
from conformance.relay.defects.base import Defects
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.turn import Turn

__all__ = ["OctetStream", "OpenedOctets"]

_PAGES = ("text/html", "application/json")
"""What an upstream answers with when it has no octets to give."""


@dataclass(slots=True)
class OpenedOctets:
    """An upstream's body whose first octets are in; ``stack`` closes the call."""

    channel: Channel
    response: aiohttp.ClientResponse
    stack: AsyncExitStack
    reads: AsyncIterator[bytes]
    first: bytes = b""

    async def hold(self) -> None:
        """Wait for the first octets. Raises UpstreamError when there are none to pass on."""
        if self.response.content_type in _PAGES:
            raise UpstreamError(Failure(Cause.GARBLED, self.response.status))
        self.first = await anext(self.reads, b"")
        if not self.first:
            raise UpstreamError(Failure(Cause.GARBLED, self.response.status))


class OctetStream(ClientBody):
    """The octets that one client gets, under the upstream's media type."""

    def __init__(
        self,
        request: web.Request,
        turn: Turn,
        defects: Defects,
        opened: OpenedOctets,
        write_s: float | None = None,
    ) -> None:
        media_type = opened.response.headers.get("Content-Type", "application/octet-stream")
        super().__init__(request, turn, defects, {"Content-Type": media_type}, write_s)
        self._opened = opened

    async def pass_on(self) -> None:
        """Write all octets and the end of the message. Raises UpstreamError."""
        await self._write(self._opened.first)
        async for octets in self._opened.reads:
            await self._write(octets)
        await self._write(b"", is_last=True)
        await self.end()

    async def _write(self, octets: bytes, *, is_last: bool = False) -> None:
        await self._send(
            self._defects.fold(octets, lambda d, value: d.piece(value, is_last=is_last))
        )
