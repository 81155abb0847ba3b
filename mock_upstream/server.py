"""The mock as a server: started on a port, closed without leaving anything.

Rules of this file: wiring only. Handler cancellation is on, because a pause
must not outlive the client that waits for it (see ``play``).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from weakref import WeakKeyDictionary

from aiohttp import web

from mock_upstream import control, traffic
from mock_upstream.clock import REAL, Clock
from mock_upstream.control.keys import DOORS, MAX_BODY_OCTETS, SESSIONS
from mock_upstream.doors import Doors
from mock_upstream.scenario.model import HEALTHY, Script
from mock_upstream.sessions import Sessions

SHUTDOWN_S = 0.1
"""What a reply under way gets when the mock closes; a silent one never ends."""

MAX_LINE_OCTETS = 64 * 2**10


class StartError(ValueError):
    """The mock cannot be started as asked."""


@dataclass(slots=True)
class RunningMock:
    """A mock that listens at ``url``; :meth:`close` ends it."""

    url: str
    sessions: Sessions
    _runner: web.AppRunner

    async def close(self) -> None:
        """Stop listening and cut what is under way; a second call does nothing."""
        for session in self.sessions.all():
            for entry in session.journal.entries():
                entry.ended("mock")
            session.callbacks.close()
        self._runner.app[DOORS].close()
        await self._runner.cleanup()


def build(
    *, script: Script | None = None, token: str | None = None, clock: Clock = REAL
) -> web.Application:
    """The application: control API, sessions, and the healthy root."""
    app = web.Application(client_max_size=MAX_BODY_OCTETS)
    app[SESSIONS] = Sessions(clock, script or HEALTHY)
    app[traffic.STALE] = WeakKeyDictionary()
    app[DOORS] = Doors()
    app.add_subapp(control.PREFIX, control.build(app[SESSIONS], token))
    for path, handler in (
        ("/s/{session}/{upstream}{tail:(/.*)?}", traffic.handle_session),
        ("/{tail:.*}", traffic.handle_root),
    ):
        app.router.add_route("*", path, handler, expect_handler=traffic.handle_expect)
    return app


async def start(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    script: Script | None = None,
    token: str | None = None,
    clock: Clock = REAL,
) -> RunningMock:
    """A mock on ``host``; port 0 takes a free one.

    Raises StartError off loopback without a token, OSError when the port is taken.
    """
    if token is None and not is_loopback(host):
        raise StartError(f"{host} is not loopback: set a control token (--token-env NAME)")
    runner = web.AppRunner(
        build(script=script, token=token, clock=clock),
        handler_cancellation=True,
        access_log=None,
        shutdown_timeout=SHUTDOWN_S,
        max_line_size=MAX_LINE_OCTETS,
        max_field_size=MAX_LINE_OCTETS,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=1024).start()
        await runner.app[DOORS].open(host)
    except OSError:
        runner.app[DOORS].close()
        await runner.cleanup()
        raise
    bound = runner.addresses[0]
    shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
    return RunningMock(f"http://{shown}:{bound[1]}", runner.app[SESSIONS], runner)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
