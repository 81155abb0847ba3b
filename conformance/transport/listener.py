"""Hears who calls back: an address on loopback for each request that names one.

Rules of this file: whatever is posted is kept, bounded and redacted, and answered
with 200; what it means is the checks' business.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict

from aiohttp import web

from conformance.model import Delivery
from conformance.transport.redact import Redactor

__all__ = ["MOST", "MOST_OCTETS", "Listener"]

MOST = 100
"""Deliveries kept for one address."""
MOST_OCTETS = 2**20
"""Octets of one delivery; a longer one is refused."""


class Listener:
    """A server that begins with the first address that is asked of it."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._heard: dict[str, list[Delivery]] = defaultdict(list)
        self._runner: web.AppRunner | None = None
        self._opening = asyncio.Lock()

    async def open(self) -> str:
        """The address below which everything is heard; the server runs from then on."""
        async with self._opening:
            if self._runner is None:
                self._runner = await self._started()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _started(self) -> web.AppRunner:
        app = web.Application(client_max_size=MOST_OCTETS)
        app.router.add_route("*", "/{mark}", self._hear)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    def heard(self, mark: str) -> tuple[Delivery, ...]:
        """What came to the address of ``mark`` so far."""
        return tuple(self._heard.get(mark, ()))

    async def close(self) -> None:
        """Hear nothing more. Idempotent."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _hear(self, request: web.Request) -> web.Response:
        body = await request.read()
        heard = self._heard[request.match_info["mark"]]
        if len(heard) < MOST:
            pairs = tuple((str(name), value) for name, value in request.headers.items())
            redactor = self._redactor
            heard.append(Delivery(request.method, redactor.headers(pairs), redactor.octets(body)))
        return web.Response()
