"""Carries out one probe instance and records what happened.

Rules of this file: sends and records, judges nothing. Each instance runs on one
leased lane; its upstream calls are read when the mock has come to rest.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from conformance.catalog.kinds import model_of
from conformance.model import Blame, Delivery, End, Exchange, ProbeRun, RequestSpec
from conformance.probes import Binding, asks_for, build
from conformance.probes.build import NOWHERE
from conformance.session import volley
from conformance.session.attach import attach
from conformance.session.budget import Budget, BudgetSpentError
from conformance.session.prices import price_of
from conformance.session.volley import Place, Salvo, Sender

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.catalog import Instance
    from conformance.catalog.rows import Probe
    from conformance.model import JSON
    from conformance.rigs import Lane
    from conformance.session.lanes import LanePool

_REST_S = 0.02
"""The mock's own bookkeeping after the last octet; a call seen later is not lost, only late."""


class Mock(volley.Mock, Protocol):
    """The control side of the mock upstream."""

    def address(self, session: str, upstream: str) -> str:
        """Where ``upstream`` of a session is reached."""

    async def load_script(self, session: str, script: JSON) -> int:
        """Load ``script`` and begin a new generation."""


class Listener(Protocol):
    """Hears who is called back."""

    async def open(self) -> str:
        """The address below which everything is heard."""

    def heard(self, mark: str) -> tuple[Delivery, ...]:
        """What came to the address of ``mark`` so far."""


class LackError(Exception):
    """A rig has not what the probe needs."""


class Recorder(Protocol):
    """Keeps exchanges as they happen."""

    def append(self, exchange: Exchange) -> None:
        """Write ``exchange`` down."""


class Carrier:
    """Everything that carrying out a probe needs; ``mock`` is absent in black box."""

    def __init__(
        self,
        sender: Sender,
        mock: Mock | None,
        lanes: LanePool,
        budget: Budget,
        log: Recorder,
        *,
        nonce: str | None = None,
        price: float | None = None,
        listener: Listener | None = None,
    ) -> None:
        """Nothing is sent yet; ``nonce`` stands in for those that are drawn.

        ``price`` is the user's own for a million tokens, in place of the list's.
        """
        self._listener = listener
        self._sender = sender
        self._mock = mock
        self._lanes = lanes
        self._budget = budget
        self._log = log
        self._nonce = nonce
        self._price = price
        self._crowd = asyncio.Lock()
        self._late: dict[str, frozenset[bytes]] = {}
        """By session, the nonces of clients that left before their answer was over."""

    async def carry_out(self, instance: Instance) -> ProbeRun:
        """The run of ``instance``; a spent budget is its ``problem``.

        What was sent is written down in any case, also when the run is cut off.
        """
        probe = instance.probe
        salvo = Salvo(instance.key, probe.tokens, self._sender, self._budget, self._crowd)
        problem = None
        try:
            async with self._lanes.lease(probe.lane) as lane:
                await self._on(lane, instance, salvo)
        except (BudgetSpentError, LackError) as error:
            problem = str(error)
        finally:
            exchanges = in_order(salvo)
            for exchange in exchanges:
                self._log.append(exchange)
        return ProbeRun(instance.key, exchanges, problem=problem)

    async def _on(self, lane: Lane, instance: Instance, salvo: Salvo) -> None:
        nonce, mock_url = self._nonce or uuid4().hex[:8], self._mock_url(lane)
        binding = Binding(lane.model, lane.api_key or "", nonce, lane.models, lane.limits, mock_url)
        binding = await self._surrounded(binding, instance.probe, lane)
        prepared = build(instance, binding)
        salvo.limits = lane.limits
        if lane.session is None:
            model = model_of(instance.endpoint, lane.models) or lane.model
            salvo.meter.price = price_of(model, self._price)
        if self._mock is None or lane.session is None:
            await salvo.fire(prepared.requests)
            return
        script = prepared.script or healthy(lane.upstreams)
        asked = time.monotonic()
        generation = await self._mock.load_script(lane.session, script)
        late = self._late.get(lane.session, frozenset())
        began = (asked + time.monotonic()) / 2
        salvo.place = Place(self._mock, lane.session, generation, late, began)
        seen = await salvo.fire(prepared.requests)
        if any(exchange.end is not End.EOF for exchange in salvo.sent.values()):
            self._late[lane.session] = late | {nonce.encode()}
        calls = await salvo.place.calls(max(instance.probe.settle_s, _REST_S))
        attached = attach(in_order(salvo), calls, seen)
        salvo.sent = {
            index: self._heard(exchange, prepared.requests[index])
            for index, exchange in zip(sorted(salvo.sent), attached, strict=True)
        }

    async def _surrounded(self, binding: Binding, probe: Probe, lane: Lane) -> Binding:
        """The binding with what the probe needs besides its lane. Raises LackError."""
        if asks_for(probe, "other"):
            stranger = self._lanes.stranger(lane)
            if stranger is None:
                raise LackError("the rig has no second key, of somebody else")
            binding = replace(binding, other_key=stranger.api_key or "")
        if asks_for(probe, "hook") and self._listener is not None:
            binding = replace(binding, hook_url=await self._listener.open())
        return binding

    def _heard(self, exchange: Exchange, spec: RequestSpec) -> Exchange:
        """The exchange with what came to the address that it asked to be called at."""
        heard = self._listener.heard(spec.mark) if self._listener else ()
        return replace(exchange, deliveries=heard) if heard else exchange

    def _mock_url(self, lane: Lane) -> str:
        """The address of the lane's first upstream, or one where nobody listens."""
        if self._mock is None or lane.session is None or not lane.upstreams:
            return NOWHERE
        return self._mock.address(lane.session, lane.upstreams[0])


def in_order(salvo: Salvo) -> tuple[Exchange, ...]:
    """What was sent, in the order of the requests."""
    return tuple(salvo.sent[index] for index in sorted(salvo.sent))


def healthy(upstreams: Sequence[str]) -> JSON:
    """A script in which every upstream answers as it should."""
    return {"version": 1, "seed": 42, "upstreams": {name: {"use": "healthy"} for name in upstreams}}


def failed(instance: Instance, error: BaseException) -> ProbeRun:
    """The run of an instance on which the suite itself failed."""
    message = f"{type(error).__name__}: {error}"
    return ProbeRun(instance.key, problem=message, blame=Blame.SUITE)
