"""Frames become octets on a socket; the only writer of reply octets.

Rules of this file: one write per data frame, so that a boundary which a fault
made stays one; a reply that nothing was done to may go out in bursts. What was
written before an abort reaches the kernel of the peer before the abort does. The
server runs with handler cancellation: a peer that leaves cancels the player
wherever it waits, so no pause outlives its client.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias, assert_never
from weakref import WeakKeyDictionary

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from mock_upstream.clock import Clock
from mock_upstream.frames import (
    Abort,
    AbortKind,
    Data,
    Frame,
    Frames,
    Framing,
    Head,
    Headers,
    Pause,
    Raw,
)
from mock_upstream.octets import LAST_CHUNK, all_headers, bodyless, chunk, head_octets
from mock_upstream.sendqueue import acknowledged

BURST_OCTETS = 16 * 2**10
"""A burst is written once it holds so much; a peer that reads slowly is met soon."""

Stale: TypeAlias = WeakKeyDictionary[asyncio.BaseTransport, AbortKind]
"""Kept connections that die when their next request comes, and how they do."""

Signal: TypeAlias = Callable[[str], Awaitable[None]]
"""Returns when the named signal has been given."""


class Witness(Protocol):
    """Who is told what went out, as it happens."""

    def head_sent(self, status: int, headers: Headers) -> None:
        """The status line and headers went out."""
        ...

    def data_sent(self, octets: bytes) -> None:
        """These body octets went out in one write."""
        ...

    def ended(self, by: str) -> None:
        """The exchange is over, ended by ``mock`` or ``relay``; the first word counts."""
        ...


class Played(web.StreamResponse):
    """A response that was already written; lets the server's cycle go on."""

    def __init__(self, *, keep: bool) -> None:
        super().__init__()
        self._keep = keep

    @property
    def keep_alive(self) -> bool:
        """Whether the connection may carry another request."""
        return self._keep

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Nothing: the head is out."""
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing: the body is out."""


async def play(
    request: web.BaseRequest,
    frames: Frames,
    *,
    witness: Witness,
    clock: Clock,
    signal: Signal,
    stale: Stale | None = None,
    in_bursts: bool = False,
) -> Played:
    """Write ``frames`` as the reply to ``request``.

    ``in_bursts`` lets data frames that nothing separates share a write; each stays
    an HTTP chunk of its own. ``stale`` is where a connection that dies later is noted.
    Raises ConnectionResetError when the peer has left; cancelled when it leaves.
    """
    player = _Player(request, frames, witness, clock, signal)
    player.burst_octets = BURST_OCTETS if in_bursts else 0
    player.stale = WeakKeyDictionary() if stale is None else stale
    try:
        for frame in frames:
            await player.step(frame)
        return await player.finish()
    except (asyncio.CancelledError, ConnectionError):
        witness.ended("relay" if player.peer_left else "mock")
        raise


class _Player:
    """One reply on its way out."""

    def __init__(
        self,
        request: web.BaseRequest,
        frames: Frames,
        witness: Witness,
        clock: Clock,
        signal: Signal,
    ) -> None:
        if request.transport is None:
            raise ConnectionResetError("the peer left before the reply began")
        self.transport = request.transport
        self.transport.set_write_buffer_limits(high=0)
        self.request, self.witness, self.clock, self.signal = request, witness, clock, signal
        self.frames = frames
        self.head: Head | None = None
        self.is_chunked = self.is_bodyless = False
        self.burst_octets = 0
        self.pending: list[bytes] = []
        self.pending_octets = 0
        self.body_pending: list[bytes] = []
        self.body_sent = 0
        self.is_over = False
        self.late: AbortKind | None = None
        self.stale: Stale = WeakKeyDictionary()

    @property
    def peer_left(self) -> bool:
        """Whether the connection ended by the peer's doing."""
        return self.transport.is_closing() and not self.is_over

    async def step(self, frame: Frame) -> None:
        """Do what one frame says; nothing after an abort."""
        if self.is_over or self.late:
            return
        match frame:
            case Data():
                if self._hold_data(frame.octets):
                    await self._flush()
            case Head():
                self._take_head(frame)
            case Raw():
                self._hold(frame.octets)
                await self._flush()
            case Pause():
                await self._flush()
                await self._pause(frame)
            case Abort():
                await self._flush()
                await self._abort(frame.kind)
            case _:
                assert_never(frame)

    async def finish(self) -> Played:
        """End the message properly, unless an abort has ended it already."""
        if self.is_over:
            return Played(keep=False)
        if not self.burst_octets:
            await self._flush()
        if self.is_chunked and not self.is_bodyless:
            self._hold(LAST_CHUNK)
        await self._flush()
        if self.late is AbortKind.HALF_CLOSE:
            await self._close()
            await asyncio.get_running_loop().create_future()
        if self.head is None or not self._may_keep():
            return await self._close()
        if self.late:
            self.stale[self.transport] = self.late
        self.is_over = True
        self.witness.ended("mock")
        return Played(keep=True)

    def _may_keep(self) -> bool:
        """Whether both sides agree where this message ended."""
        head = self.head
        if head is None or head.framing is Framing.CLOSE or not self.request.keep_alive:
            return False
        names = {name.lower(): value.lower() for name, value in head.headers}
        if names.get("connection") == "close":
            return False
        agreed = head.length is None or head.length == self.body_sent or self.is_bodyless
        return head.framing is Framing.CHUNKED or agreed

    def _take_head(self, head: Head) -> None:
        """Keep the head's octets for the next write; interim heads carry no framing."""
        headers = head.headers
        if head.status >= 200:
            self.head = head
            self.is_chunked = head.framing is Framing.CHUNKED
            self.is_bodyless = bodyless(self.request.method, head.status)
            headers = all_headers(head, self.frames)
        self._hold(head_octets(head.status, headers))
        self.witness.head_sent(head.status, headers)

    def _hold_data(self, octets: bytes) -> bool:
        """Keep one data frame; whether it is to go out now. An empty one is no octets at all."""
        if self.is_bodyless or not octets:
            return False
        self._hold(chunk(octets) if self.is_chunked else octets)
        self.body_pending.append(octets)
        return self.pending_octets >= self.burst_octets

    def _hold(self, octets: bytes) -> None:
        """Keep octets for the next write."""
        self.pending.append(octets)
        self.pending_octets += len(octets)

    async def _flush(self) -> None:
        """Hand what is pending to the kernel in one write, and let others run once."""
        if not self.pending:
            return
        if self.transport.is_closing():
            raise ConnectionResetError("the peer left")
        self.transport.write(b"".join(self.pending))
        body, self.body_pending = b"".join(self.body_pending), []
        self.pending, self.pending_octets = [], 0
        await self.request.writer.drain()
        await asyncio.sleep(0)
        if body:
            self.body_sent += len(body)
            self.witness.data_sent(body)

    async def _pause(self, pause: Pause) -> None:
        """Say nothing for a time, or until a signal is given."""
        if pause.signal is not None:
            await self.signal(pause.signal)
        elif pause.seconds > 0:
            await self.clock.sleep(pause.seconds)

    async def _abort(self, kind: AbortKind) -> None:
        """End the connection the way ``kind`` says."""
        match kind:
            case AbortKind.FIN | AbortKind.NO_LAST_CHUNK:
                await self._close()
            case AbortKind.RST:
                await self._reset()
            case AbortKind.SILENCE:
                await asyncio.get_running_loop().create_future()
            case AbortKind.HALF_CLOSE | AbortKind.STALE_FIN | AbortKind.STALE_RST:
                self.late = kind
            case _:
                assert_never(kind)

    async def _close(self) -> Played:
        """Send FIN behind the last octet."""
        self.is_over = True
        self.witness.ended("mock")
        if self.transport.can_write_eof():
            self.transport.write_eof()
        return Played(keep=False)

    async def _reset(self) -> None:
        """Send RST once the peer's kernel has all that was written."""
        sock = self.transport.get_extra_info("socket")
        await acknowledged(sock)
        self.is_over = True
        self.witness.ended("mock")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()
