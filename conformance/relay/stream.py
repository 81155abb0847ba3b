"""One event stream: from the reads of an upstream to the writes to the client.

Rules of this file: an event is written as soon as it is whole; before the
first content octet a failure leaves as UpstreamError (another channel may
do better), after it as one error event.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from conformance.relay import headers
from conformance.relay.client import ClientBody
from conformance.relay.config import Channel
from conformance.relay.defects.base import Defects, Switch
from conformance.relay.flow import Flow
from conformance.relay.retry import Cause, Commit, Failure, UpstreamError
from conformance.relay.sse import EventTooLargeError, InEvent, OutEvent, SseReader
from conformance.relay.turn import Turn
from conformance.relay.upstream import reads

__all__ = ["ClientStream", "Opened", "open_events"]

_HELD_S = 6.0
"""For how long a defect keeps a stream open that is over."""


@dataclass(slots=True)
class Opened:
    """An upstream's stream that has shown content; ``stack`` closes the call."""

    channel: Channel
    response: aiohttp.ClientResponse
    stack: AsyncExitStack
    events: AsyncIterator[InEvent]
    held: list[InEvent] = field(default_factory=list)

    async def hold(self, commits: Callable[[InEvent], bool], commits_at: Commit) -> None:
        """Read up to the first event that commits. Raises UpstreamError before it."""
        async for event in self.events:
            self.held.append(event)
            if commits(event) or (commits_at is Commit.EVENT and event.data):
                return
        if commits_at is not Commit.END:
            raise UpstreamError(Failure(Cause.GARBLED, self.response.status))


async def open_events(
    response: aiohttp.ClientResponse, reader: SseReader, idle_s: float | None
) -> AsyncGenerator[InEvent, None]:
    """Yield the events of a stream. Raises UpstreamError."""
    try:
        async with aclosing(reads(response, idle_s)) as body:
            async for octets in body:
                for event in reader.feed(octets):
                    yield event
        for event in reader.close():
            yield event
    except EventTooLargeError as error:
        raise UpstreamError(Failure(Cause.BAD_EVENT)) from error


class ClientStream(ClientBody):
    """The stream that one client gets."""

    def __init__(
        self,
        request: web.Request,
        turn: Turn,
        defects: Defects,
        flow: Flow,
        write_s: float | None = None,
    ) -> None:
        super().__init__(request, turn, defects, self._head(defects), write_s)
        self._flow = flow
        self._stops_at_done = not defects.has(Switch.READS_PAST_DONE)
        self._is_held = False

    def _head(self, defects: Defects) -> dict[str, str]:
        return defects.fold({**headers.STREAM}, lambda d, value: d.stream_headers(value))

    async def pass_on(self, opened: Opened) -> None:
        """Write all that the upstream has to say. Raises UpstreamError."""
        for event in opened.held:
            await self._write(self._flow.feed(event))
        if self._is_over():
            return
        async for event in opened.events:
            self._is_held |= event.comment is not None and self._defects.has(Switch.HELD_BY_PINGS)
            await self._write(self._flow.feed(event))
            if self._is_over():
                return
        if not self._flow.saw_done:
            await self._write(self._flow.end(upstream_said_done=False))

    def _is_over(self) -> bool:
        return self._flow.saw_done and self._stops_at_done

    async def tell(self, failure: Failure, channel: Channel) -> None:
        """Write that the upstream failed; nothing but the end may follow."""
        await self._write(self._flow.broken(failure, channel))

    async def finish(self) -> None:
        """Write what defects kept, and end the HTTP message."""
        await self._send(self._defects.fold(b"", lambda d, octets: d.tail(octets)))
        if self._is_held:
            await asyncio.sleep(_HELD_S)
        await self.end()

    async def _write(self, events: list[OutEvent]) -> None:
        for event in events:
            await self._send(self._defects.octets(event))
