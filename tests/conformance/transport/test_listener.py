"""What is posted to an address is kept for it, bounded and without secrets."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from conformance.transport import listener
from conformance.transport.listener import Listener
from conformance.transport.redact import Redactor


def test_each_address_has_its_own_deliveries(monkeypatch: pytest.MonkeyPatch) -> None:
    """In their order, up to a number; the server is one, and is gone in the end."""
    monkeypatch.setattr(listener, "MOST", 2)

    async def work() -> None:
        hears = Listener(Redactor({"key": "sk-secret-key-0123456789"}))
        first, again = await asyncio.gather(hears.open(), hears.open())
        async with aiohttp.ClientSession() as client:
            for body in (b"1 sk-secret-key-0123456789", b"2", b"3"):
                async with client.post(f"{first}/a", data=body) as reply:
                    assert reply.status == 200
            async with client.get(f"{first}/b") as reply:
                assert reply.status == 200
        await hears.close()
        await hears.close()

        assert first == again
        assert [one.method for one in hears.heard("b")] == ["GET"]
        assert len(hears.heard("a")) == 2
        assert b"sk-secret" not in hears.heard("a")[0].body
        assert hears.heard("c") == ()

    asyncio.run(work())
