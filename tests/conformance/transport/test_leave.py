"""A client can be told to leave before, while and after it waits."""

from __future__ import annotations

import asyncio

import pytest

from conformance.transport.leave import Leave


async def waited(leave: Leave, event: asyncio.Event) -> str:
    """How a wait for ``event`` ended."""
    try:
        async with asyncio.timeout(60) as limit:
            with leave.heeded(limit):
                await event.wait()
    except TimeoutError:
        return "left"
    return "stayed"


@pytest.mark.parametrize("is_early", [True, False])
async def test_a_wait_ends_when_the_client_is_told(is_early: bool) -> None:
    """Told before it begins, the client does not wait at all."""
    leave = Leave()
    if is_early:
        leave.tell()
    else:
        asyncio.get_running_loop().call_soon(leave.tell)

    assert await waited(leave, asyncio.Event()) == "left"
    assert leave.is_told


async def test_whoever_is_done_is_not_disturbed() -> None:
    """A word that comes too late changes nothing."""
    leave, event = Leave(), asyncio.Event()
    event.set()

    ended = await waited(leave, event)
    leave.tell()

    assert ended == "stayed"
