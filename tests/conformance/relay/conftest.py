"""What the relay's tests share: scripted upstreams, a relay before them, and chunk flows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from conformance.relay.chunks import ChunkFlow
from conformance.relay.config import Channel, ClientKey, RelayConfig, Timeouts
from conformance.relay.defects.base import Defect, Defects
from conformance.relay.server import start
from conformance.relay.sse import InEvent, OutEvent
from conformance.relay.turn import Turn

SHORT = Timeouts(connect_s=0.5, first_byte_s=0.2, idle_s=0.2)


@dataclass
class Upstream:
    """A scripted upstream: one reply for each call, the last one for all further calls."""

    replies: Sequence[dict[str, Any]]
    calls: list[Any] = field(default_factory=list)
    """The bodies that came in: decoded when they are JSON, else octets."""
    targets: list[str] = field(default_factory=list)
    """Method and path with its query."""
    headers: list[dict[str, str]] = field(default_factory=list)
    called: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Play the next reply."""
        reply = self.replies[min(len(self.calls), len(self.replies) - 1)]
        octets = await request.read()
        is_json = request.content_type == "application/json"
        self.calls.append(json.loads(octets) if is_json and octets else octets)
        self.targets.append(f"{request.method} {request.rel_url.raw_path_qs}")
        self.headers.append(dict(request.headers))
        self.called.set()
        try:
            return await self._play(request, **reply)
        except asyncio.CancelledError:
            self.left.set()
            raise

    async def _play(
        self,
        request: web.Request,
        *,
        status: int = 200,
        body: Any = None,
        events: Sequence[Any] | None = None,
        end: str = "eof",
        headers: dict[str, str] | None = None,
    ) -> web.StreamResponse:
        if end == "no_head":
            await asyncio.Event().wait()
        if events is None:
            octets = body if isinstance(body, bytes) else json.dumps(body).encode()
            return web.Response(status=status, body=octets, headers=headers)
        response = web.StreamResponse(status=status, headers=headers)
        await response.prepare(request)
        for event in events:
            await response.write(octets_of(event))
        if end == "silence":
            await asyncio.Event().wait()
        if end == "cut" and request.transport:
            request.transport.abort()
        return response


def octets_of(event: Any) -> bytes:
    """Return an event as an upstream writes it; octets stay what they are."""
    if isinstance(event, bytes):
        return event
    return f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode()


def chunk_of(delta: Any = None, finish: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return one chunk of choice 0; ``choices`` among the fields replaces it."""
    choice = {"index": 0, "delta": delta or {}, "finish_reason": finish}
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 5, "model": "up"}
    return {**head, "choices": [choice], **fields}


@dataclass(frozen=True)
class Rig:
    """A relay, its upstreams, and a client with its key."""

    url: str
    client: aiohttp.ClientSession
    upstreams: tuple[Upstream, ...]

    async def ask(self, **fields: Any) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and body (decoded, or the events' data) of a completion."""
        body = {"model": "m", "messages": [{"role": "user", "content": "x"}], **fields}
        async with self.client.post(f"{self.url}/v1/chat/completions", json=body) as response:
            text = await response.text()
            headers = {name.lower(): value for name, value in response.headers.items()}
        if headers.get("content-type", "").startswith("text/event-stream"):
            return response.status, headers, [decoded(block) for block in text.split("\n\n")[:-1]]
        return response.status, headers, json.loads(text)

    async def send(
        self, path: str, json_: Any = None, *, method: str = "POST", **fields: Any
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and octets of any request."""
        async with self.client.request(
            method, f"{self.url}{path}", json=json_, **fields
        ) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return response.status, headers, await response.read()


def decoded(block: str) -> Any:
    """Return the data of one event, decoded when it is JSON."""
    data = block.removeprefix("data: ")
    return json.loads(data) if data.startswith("{") else data


@asynccontextmanager
async def open_rig(
    *scripts: Sequence[dict[str, Any]],
    key: ClientKey | None = None,
    others: tuple[ClientKey, ...] = (),
    models: Sequence[dict[str, str]] = (),
    may_rest: bool = False,
    **config: Any,
) -> AsyncIterator[Rig]:
    """Start one upstream for each script and a relay that knows them in this order.

    ``models`` are the channels' own, else all have ``m``.
    """
    async with AsyncExitStack() as stack:
        upstreams = tuple(Upstream(script) for script in scripts)
        channels = []
        for at, upstream in enumerate(upstreams):
            app = web.Application()
            app.router.add_route("*", "/{path:.*}", upstream.answer)
            runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
            served = models[at] if models else {"m": "up"}
            channels.append(Channel(f"c{at}", url, f"sk-up-{at}", served, at, may_rest))
        config.setdefault("timeouts", SHORT)
        keys = (key or ClientKey("sk-client"), *others)
        relay = await start(RelayConfig(tuple(channels), keys, **config))
        stack.push_async_callback(relay.close)
        client = aiohttp.ClientSession(headers={"Authorization": f"Bearer {keys[0].token}"})
        yield Rig(relay.url, await stack.enter_async_context(client), upstreams)


@pytest.fixture
def rig() -> Callable[..., AbstractAsyncContextManager[Rig]]:
    """Give the context that starts a relay before scripted upstreams."""
    return open_rig


@pytest.fixture
def chunk() -> Callable[..., dict[str, Any]]:
    """Give the builder of chunks."""
    return chunk_of


@pytest.fixture
def stream() -> tuple[Any, ...]:
    """Give a complete stream that says ``héllo``."""
    return (
        chunk_of({"role": "assistant", "content": ""}),
        chunk_of({"content": "hé"}),
        chunk_of({"content": "llo"}),
        chunk_of({}, "stop"),
        "[DONE]",
    )


Show = Callable[..., list[OutEvent]]
"""Runs upstream events through a flow with one defect."""


@pytest.fixture
def show() -> Show:
    """Give the function that returns what a client sees of upstream events."""

    def run(defect: type[Defect] | None, *events: Any, **turn: Any) -> list[OutEvent]:
        asked = Turn("req_0", alias="m", **turn)
        defects = Defects((defect(asked),) if defect else ())
        flow = ChunkFlow(asked, defects)
        shown: list[OutEvent] = []
        for event in events:
            data = event if isinstance(event, str) else json.dumps(event)
            shown += flow.feed(InEvent(data=data))
        if "[DONE]" not in events:
            shown += flow.end(upstream_said_done=False)
        return shown

    return run


@pytest.fixture
def run() -> Callable[[Awaitable[Any]], Any]:
    """Give the function that runs a coroutine to its end, within ten seconds."""

    def to_its_end(work: Awaitable[Any]) -> Any:
        async def bounded() -> Any:
            async with asyncio.timeout(10):
                return await work

        return asyncio.run(bounded())

    return to_its_end
