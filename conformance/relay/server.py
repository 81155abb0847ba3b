"""Starting and stopping a relay on a port of this machine."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from conformance.relay.app import build_app
from conformance.relay.config import RelayConfig

__all__ = ["RunningRelay", "start"]


@dataclass(frozen=True, slots=True)
class RunningRelay:
    """A relay that listens; ``url`` is its origin, without ``/v1``."""

    url: str
    runner: web.AppRunner

    async def close(self) -> None:
        """Stop listening and end what is under way; a second call does nothing."""
        await self.runner.cleanup()


async def start(config: RelayConfig, host: str = "127.0.0.1", port: int = 0) -> RunningRelay:
    """Start a relay; port 0 takes a free one. Raises UsageError for an unknown defect."""
    runner = web.AppRunner(
        build_app(config), handler_cancellation=True, access_log=None, shutdown_timeout=0
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    bound_host, bound_port = runner.addresses[0][:2]
    shown = f"[{bound_host}]" if ":" in bound_host else bound_host
    return RunningRelay(f"http://{shown}:{bound_port}", runner)
