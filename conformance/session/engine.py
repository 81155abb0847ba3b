"""Runs probe instances ahead of the tests that judge them.

Rules of this file: each instance is started at most once, on a background
loop; as many are under way as there are lanes. Here is the border at which a
bug of ours in a probe becomes the outcome ``error``.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from conformance.background import LoopThread
from conformance.checks.account import Trouble, own_key, trouble
from conformance.model import NO_CONNECTION, Blame, End, ProbeRun
from conformance.session.carry import Carrier, failed
from conformance.session.lanes import LanePool
from conformance.session.polite import PoliteSender
from conformance.transport.client import Client
from conformance.transport.control import MockControl
from conformance.transport.lateness import Lateness, WatchedSender
from conformance.transport.record import ExchangeLog
from conformance.transport.redact import PLAIN_PREFIXES, Redactor
from conformance.wire.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future
    from pathlib import Path

    from conformance.catalog import Instance
    from conformance.rigs import Lane, Rig
    from conformance.session.budget import Budget
    from conformance.session.pace import Pace
    from conformance.transport.listener import Listener

SILENT_LIMIT = 16
"""So many probes in a row without any answer: the relay is gone, more would only wait."""

REFUSED_LIMIT = 8
"""So many probes in a row whose account was refused: it will be for all others."""

_log = logging.getLogger(__name__)


class Engine:
    """Sends what is wanted; close it to cancel what is under way."""

    def __init__(
        self,
        rig: Rig,
        lanes: Iterable[Lane],
        *,
        budget: Budget,
        timeout_s: float,
        log: Path,
        nonce: str | None = None,
        price: float | None = None,
    ) -> None:
        self._runs: dict[str, Future[ProbeRun]] = {}
        self._silent = self._refused = 0
        self.pace: Pace | None = None
        """How fast a live relay wants to be asked; a rig has no such wish."""
        self._loop = LoopThread("relay-conformance-probes")
        self._client, self._mock, self._listener, self._carrier = self._loop.run(
            self._open(
                rig, tuple(lanes), budget, log, timeout_s=timeout_s, nonce=nonce, price=price
            )
        )

    async def _open(
        self,
        rig: Rig,
        lanes: tuple[Lane, ...],
        budget: Budget,
        log: Path,
        *,
        timeout_s: float,
        nonce: str | None,
        price: float | None,
    ) -> tuple[Client, MockControl | None, Listener | None, Carrier]:
        redactor = Redactor(secrets_of(rig))
        client = Client(rig.base_url, timeout_s=timeout_s, redactor=redactor)
        client.trust(rig.control_url or rig.base_url)
        mock = MockControl(rig.control_url, redactor=redactor) if rig.control_url else None
        pool, record = LanePool(lanes), ExchangeLog(log)
        lateness = Lateness()
        self._watch = asyncio.get_running_loop().create_task(lateness.watch())
        watched = WatchedSender(client, lateness)
        polite = PoliteSender(watched, budget) if mock is None else None
        self.pace = None if polite is None else polite.pace
        listener = _listener(redactor) if mock else None
        sender = polite or watched
        carrier = Carrier(
            sender, mock, pool, budget, record, nonce=nonce, price=price, listener=listener
        )
        return client, mock, listener, carrier

    def want(self, instance: Instance) -> Future[ProbeRun]:
        """The run of ``instance``, started now unless it already was."""
        if instance.key not in self._runs:
            self._runs[instance.key] = self._loop.submit(self._guarded(instance))
        return self._runs[instance.key]

    def close(self) -> None:
        """Cancel what is under way and end the background thread."""
        for run in self._runs.values():
            run.cancel()
        self._loop.run(self._close(), timeout_s=5)
        self._loop.close()

    async def _close(self) -> None:
        self._watch.cancel()
        await self._client.close()
        for other in (self._mock, self._listener):
            if other is not None:
                await other.close()

    async def _guarded(self, instance: Instance) -> ProbeRun:
        if self._refused >= REFUSED_LIMIT:
            return ProbeRun(
                instance.key,
                problem=f"not sent: the account was refused {self._refused} times in a row",
                blame=Blame.CREDENTIALS,
            )
        if self._silent >= SILENT_LIMIT:
            return ProbeRun(
                instance.key,
                problem=f"not sent: {self._silent} probes in a row got no answer",
                blame=Blame.NETWORK,
            )
        try:
            run = await self._carrier.carry_out(instance)
        except Exception as error:  # the border named "probe runner"
            _log.exception("probe failed key=%s", instance.key)
            return failed(instance, error)
        self._silent = self._silent + 1 if _is_silent(run) else 0
        if self._mock is None:
            self._refused = self._refused + 1 if _is_refused(run) else 0
        return run


def _listener(redactor: Redactor) -> Listener:
    from conformance.transport.listener import Listener  # noqa: PLC0415 (brings a web server)

    return Listener(redactor)


def secrets_of(rig: Rig) -> dict[str, str]:
    """The keys that must never be written down, by the name that takes their place.

    A key named so is still found where a relay passes it on; keys that the
    bundled rigs make up stay as they are.
    """
    return {
        f"key of {lane.name}": lane.api_key
        for lane in rig.lanes
        if lane.api_key and not _is_made_up(lane)
    }


def _is_made_up(lane: Lane) -> bool:
    is_ours = lane.session is not None and not lane.api_key_env
    return is_ours and str(lane.api_key).startswith(PLAIN_PREFIXES)


def _is_refused(run: ProbeRun) -> bool:
    """Whether every request with the user's key was refused for want of money, or for the key."""
    views = [View(one) for one in run.exchanges]
    found = [trouble(view) for view in views if own_key(view)]
    lasting = {Trouble.MONEY, Trouble.KEY}
    return bool(found) and all(one is not None and one.trouble in lasting for one in found)


def _is_silent(run: ProbeRun) -> bool:
    silent = NO_CONNECTION | {End.TIMEOUT}
    return bool(run.exchanges) and all(
        one.status is None and one.end in silent for one in run.exchanges
    )
