"""The mock starts and ends."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from mock_upstream.scenario.load import load
from mock_upstream.server import StartError, is_loopback, start


async def test_closing_twice_is_closing_once() -> None:
    """The port is free again, and nothing answers."""
    running = await start()
    port = int(running.url.rpartition(":")[2])
    await running.close()
    await running.close()

    again = await start(port=port)
    await again.close()


async def test_a_port_that_is_taken_is_an_os_error() -> None:
    """Nothing is left behind."""
    running = await start()
    port = int(running.url.rpartition(":")[2])

    with pytest.raises(OSError, match="in use"):
        await start(port=port)
    await running.close()


async def test_off_loopback_a_token_is_demanded() -> None:
    """The error says which option to use."""
    with pytest.raises(StartError, match="--token-env"):
        await start("0.0.0.0")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("example.com", False),
    ],
)
def test_loopback_is_this_machine_only(host: str, *, expected: bool) -> None:
    """Names other than localhost are not trusted."""
    assert is_loopback(host) is expected


async def test_a_script_answers_at_the_root() -> None:
    """The first upstream of it; closing cuts a reply that never ends."""
    script = load(
        {
            "version": 1,
            "upstreams": {
                "main": {
                    "rules": [
                        {"steps": [{"fault": "latency.stall", "with": {"forever": True}}]},
                    ]
                }
            },
        }
    )
    running = await start(script=script)
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    async with (
        asyncio.timeout(5),
        aiohttp.ClientSession(running.url) as http,
        http.post("/v1/chat/completions", json=body) as reply,
    ):
        assert reply.status == 200
        await running.close()
        with pytest.raises(aiohttp.ClientPayloadError):
            await reply.read()
    (entry,) = running.sessions.get("default").journal.entries()
    assert (entry.upstream, entry.closed) == ("main", "mock")


async def test_an_address_of_version_six_stands_in_brackets() -> None:
    """The URL can be used as it is."""
    running = await start("::1")
    try:
        async with aiohttp.ClientSession(running.url) as http:
            assert (await http.get("/v1/models")).status == 200
    finally:
        await running.close()
