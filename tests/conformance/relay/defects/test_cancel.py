"""Clients that leave, and what is done for them all the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from conformance.relay.config import Timeouts

ERROR = {"error": {"message": "x", "type": "t", "code": "c"}}
COMPLETION: dict[str, Any] = {"body": {"choices": []}}


async def left(r: Any, **fields: Any) -> None:
    """Ask, and leave when the first upstream has the request."""
    asking = asyncio.ensure_future(r.ask(**fields))
    await r.upstreams[0].called.wait()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


def test_retries_after_leave(rig: Any, run: Any) -> None:
    """The first channel fails when the client has left, and the second is called."""
    released = asyncio.Event()

    async def work() -> None:
        script = [{"status": 500, "body": ERROR}]
        async with rig(
            script, [COMPLETION], timeouts=Timeouts(), defects=("retries_after_leave",)
        ) as r:
            play = r.upstreams[0]._play

            async def late(request: Any, **reply: Any) -> Any:
                await released.wait()
                return await play(request, **reply)

            r.upstreams[0]._play = late
            await left(r)
            released.set()
            await r.upstreams[1].called.wait()

    run(work())


def test_a_stream_that_is_begun_is_let_go(rig: Any, run: Any, stream: Any) -> None:
    """What is not noticed before the answer is noticed in it."""

    async def work() -> None:
        script = [{"events": stream[:2], "end": "silence"}]
        async with rig(script, timeouts=Timeouts(), defects=("retries_after_leave",)) as r:
            body = {"model": "m", "messages": [], "stream": True}
            async with r.client.post(f"{r.url}/v1/chat/completions", json=body) as response:
                await response.content.readuntil(b"\n\n")
                response.close()
            await r.upstreams[0].left.wait()

    run(work())


@pytest.mark.parametrize("is_leaky", [True, False])
def test_upstream_kept_open(rig: Any, run: Any, stream: Any, is_leaky: bool) -> None:
    """The call outlives its client; others are served."""

    async def work() -> bool:
        script = [{"events": stream[:2], "end": "silence"}, COMPLETION]
        defects = ("upstream_kept_open",) if is_leaky else ()
        async with rig(script, timeouts=Timeouts(), defects=defects) as r:
            body = {"model": "m", "messages": [], "stream": True}
            async with r.client.post(f"{r.url}/v1/chat/completions", json=body) as response:
                await response.content.readuntil(b"\n\n")
                response.close()
            if not is_leaky:
                await r.upstreams[0].left.wait()
            assert (await r.ask())[0] == 200
            return bool(r.upstreams[0].left.is_set())

    assert run(work()) is not is_leaky
