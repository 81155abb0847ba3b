"""One request from its admission to the answer of an upstream, whatever the endpoint.

Rules of this file: paths do not occur here; the endpoint's row says how its
answers are passed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import aiohttp
from aiohttp import web

from conformance.model import JSON
from conformance.relay import jsontext, translate
from conformance.relay.answer import Answer, Body
from conformance.relay.asked import Asked
from conformance.relay.chunks import ChunkFlow, TextFlow
from conformance.relay.config import Channel, RelayConfig, Timeouts
from conformance.relay.contents import ArrayStream, ContentFlow
from conformance.relay.defects.base import Defects, Switch
from conformance.relay.endpoints import Gives, Streams
from conformance.relay.envelope import Reason, RelayError
from conformance.relay.flow import Flow
from conformance.relay.forward import Health, Walk, candidates
from conformance.relay.keys import unknown
from conformance.relay.octets import OctetStream, OpenedOctets
from conformance.relay.outbound import Sender, gives_octets
from conformance.relay.retry import UpstreamError
from conformance.relay.sse import SseReader
from conformance.relay.stored import Made, Stored
from conformance.relay.stream import ClientStream, Opened, open_events
from conformance.relay.tasks import id_at, is_over
from conformance.relay.translate.translation import Asked as Told
from conformance.relay.translated import answered, retold, translated
from conformance.relay.turn import Turn, note
from conformance.relay.typed import MessageFlow, ResponseFlow, TypedFlow
from conformance.relay.upstream import call, read_json, reads, settle

__all__ = ["Pool", "Proxy"]

_FLOWS: Mapping[Streams, type[Flow]] = {
    Streams.CHAT: ChunkFlow,
    Streams.TEXT: TextFlow,
    Streams.TYPED: TypedFlow,
    Streams.RESPONSE: ResponseFlow,
    Streams.MESSAGE: MessageFlow,
    Streams.CONTENT: ContentFlow,
}


@dataclass(frozen=True, slots=True)
class Pool:
    """What all requests share on the upstreams' side."""

    config: RelayConfig
    session: aiohttp.ClientSession
    health: Health
    stored: Stored
    leaked: list[aiohttp.ClientResponse] = field(default_factory=list)
    """Calls that a defect leaves open."""


class Proxy:
    """One request on its way; ``made`` binds it to the channel of an earlier response.

    A channel that lacks the model asked for now cannot be bound to.
    """

    def __init__(
        self, pool: Pool, asked: Asked, turn: Turn, defects: Defects, made: Made | None = None
    ) -> None:
        config = pool.config
        self._pool = pool
        self._asked = asked
        self._endpoint = asked.endpoint
        self._turn = turn
        self._defects = defects
        self._limits = config.limits
        bound = [made.channel] if made and turn.alias in made.channel.models else []
        channels = self._able(tuple(bound) or config.channels)
        retry = replace(config.retry, is_once=bool(asked.endpoint.makes))
        self._policy = defects.fold(retry, lambda d, value: d.policy(value))
        self._flow_type = _FLOWS[asked.endpoint.streams or Streams.TYPED]
        self._sender = Sender(asked, turn, defects)
        able = candidates(channels, turn.alias, self._policy, pool.health)
        self._walk = Walk(able, self._policy, pool.health)

    def _able(self, channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
        """Return the channels that can answer at this endpoint. Raises RelayError (404).

        What the first one takes is known to defects from here on.
        """
        alias, endpoint = self._turn.alias, self._endpoint
        able = [one for one in channels if alias in one.models and translate.serves(endpoint, one)]
        if not able:
            raise unknown(Reason.UNKNOWN_MODEL, alias)
        first = translate.find(endpoint, min(able, key=lambda one: one.priority))
        self._turn.pair = first.name if first else ""
        return tuple(able)

    async def answer(self, request: web.Request) -> Answer | web.StreamResponse:
        """Pass the request on and the answer back. Raises RelayError while nothing is written."""
        if self._turn.wants_stream:
            return await self._stream(request)
        if gives_octets(self._asked, self._turn):
            return await self._octets(request)
        return await self._whole()

    async def _whole(self) -> Answer:
        """Return JSON in one piece."""
        body = await self.body()
        if self._endpoint.gives is Gives.COMPLETION:
            shown = self._defects.fold(body, lambda d, value: d.completion(value))
            return Answer(200, Body.COMPLETION, jsontext.encode(shown))
        shown = self._defects.fold(body, lambda d, value: d.result(value))
        return Answer(200, Body.RESULT, jsontext.encode(shown))

    async def body(self) -> dict[str, JSON]:
        """Return JSON in one piece as the upstream said it. Raises RelayError."""
        return await self._walk.first(self._read) or {}

    async def _octets(self, request: web.Request) -> web.StreamResponse:
        """Pass octets on as they come in."""
        opened = await self._walk.first(self._open_octets)
        assert opened is not None, "a walk that was not asked before answers or raises"
        write_s = self._timeouts(opened.channel).write_s
        client = OctetStream(request, self._turn, self._defects, opened, write_s)
        async with opened.stack:
            await client.start()
            try:
                await client.pass_on()
            except UpstreamError:
                if self._defects.has(Switch.ENDS_BROKEN_OCTETS):
                    await client.end()
                client.abandon()
        return client.response

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Pass events on as they come in."""
        opened = await self._walk.first(self._open)
        flow = self._flow_type(self._turn, self._defects, self._endpoint.ends)
        write_s = self._timeouts(opened.channel).write_s if opened else None
        client = self._client(request)(request, self._turn, self._defects, flow, write_s)
        await client.start()
        while opened is not None:
            flow.prime(opened.held)
            self._keep(self._turn.response_id, opened.channel)
            opened = await self._pass_on(client, opened)
        return client.response

    def _client(self, request: web.Request) -> type[ClientStream]:
        """Return the form of the client's stream: an array where chunks are no events."""
        is_content = self._endpoint.streams is Streams.CONTENT
        is_array = is_content and request.query.get("alt") != "sse"
        is_kept = is_array and not self._defects.has(Switch.EVENTS_ALWAYS)
        return ArrayStream if is_kept else ClientStream

    async def _pass_on(self, client: ClientStream, opened: Opened) -> Opened | None:
        """Write one upstream's stream; return what goes on in its place, if anything."""
        async with opened.stack:
            try:
                await client.pass_on(opened)
            except UpstreamError as caught:
                if rest := await self._splice():
                    return rest
                await client.tell(caught.failure, opened.channel)
                await client.finish()
            else:
                await client.finish()
                await settle(opened.response)
        return None

    async def _splice(self) -> Opened | None:
        """Return another channel's answer for the rest of a broken one: a defect."""
        if not self._defects.has(Switch.SPLICES):
            return None
        try:
            return await self._walk.first(self._open)
        except RelayError:
            return None

    async def _read(self, channel: Channel) -> dict[str, JSON]:
        translation = translate.find(self._endpoint, channel)
        with retold(translation):
            async with AsyncExitStack() as stack:
                response = await self._call(channel, stack)
                patience, has = self._timeouts(channel), self._endpoint.has
                has = translation.has if translation else has
                body = await read_json(response, has, patience, self._limits)
        if translation:
            body = answered(translation, body, self._told())
        self._keep(id_at(body, self._endpoint.makes or ("id",)), channel)
        if self._endpoint.is_task and self._defects.has(Switch.FORGETS_ENDS) and is_over(body):
            self._pool.stored.forget(self._asked.id)
        note(self._turn, body.get("usage", body.get("usageMetadata")))
        key = self._endpoint.reports
        if key not in body and self._endpoint.gives is not Gives.COMPLETION:
            return body
        reported = str(body.get(key) or "")
        alias = self._turn.alias
        return body | {key: self._defects.fold(alias, lambda d, v: d.model_name(v, reported))}

    def _told(self) -> Told:
        """Return what a translated answer is told with."""
        return Told(self._turn.body, int(datetime.now(UTC).timestamp()))

    async def _open(self, channel: Channel) -> Opened:
        translation = translate.find(self._endpoint, channel)
        async with AsyncExitStack() as stack:
            with retold(translation):
                response = await self._call(channel, stack)
            reader = self._defects.fold(
                SseReader(self._limits.event_octets), lambda d, value: d.reader(value)
            )
            events = await stack.enter_async_context(
                aclosing(open_events(response, reader, self._timeouts(channel).idle_s))
            )
            if translation:
                retelling = translated(events, translation, self._told())
                events = await stack.enter_async_context(aclosing(retelling))
            opened = Opened(channel, response, stack, events)
            await opened.hold(self._flow_type.commits, self._policy.commits_at)
            opened.stack = stack.pop_all()
            return opened

    async def _open_octets(self, channel: Channel) -> OpenedOctets:
        async with AsyncExitStack() as stack:
            response = await self._call(channel, stack)
            idle_s = self._timeouts(channel).idle_s
            body = await stack.enter_async_context(aclosing(reads(response, idle_s)))
            opened = OpenedOctets(channel, response, stack, body)
            await opened.hold()
            opened.stack = stack.pop_all()
            return opened

    async def _call(self, channel: Channel, stack: AsyncExitStack) -> aiohttp.ClientResponse:
        sent = self._sender.outbound(channel)
        session, patience = self._pool.session, self._timeouts(channel)
        if self._defects.has(Switch.DOUBLE_CALL):
            with suppress(UpstreamError):
                async with call(session, channel, sent, patience):
                    pass
        leaked = self._pool.leaked if self._defects.has(Switch.LEAKS_CALLS) else None
        response = await stack.enter_async_context(call(session, channel, sent, patience, leaked))
        self._turn.heard = response.headers
        return response

    def _timeouts(self, channel: Channel) -> Timeouts:
        """Return the patience with one channel."""
        timeouts = channel.timeouts or self._pool.config.timeouts
        return self._defects.fold(timeouts, lambda d, value: d.timeouts(value))

    def _keep(self, id_: str, channel: Channel) -> None:
        """Remember which channel made an answer that can be asked for again, or runs a task.

        What was translated can not: its upstream never saw it.
        """
        if self._endpoint.makes and id_:
            self._pool.stored.keep(id_, self._turn.token, Made(channel, self._turn.alias))
        asked = self._turn.body.get("store")
        is_kept = self._endpoint.keeps_unasked if asked is None else asked is True
        is_kept = is_kept and translate.find(self._endpoint, channel) is None
        if self._endpoint.is_kept and is_kept and id_:
            self._pool.stored.keep(id_, self._turn.token, Made(channel, self._turn.alias))
