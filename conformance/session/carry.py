"""Carries out one probe instance and records what happened.

Rules of this file: sends and records, judges nothing. Each instance runs on one
leased lane; its upstream calls are read when the mock has come to rest.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from conformance.model import Blame, Exchange, ProbeRun, RequestSpec, UpstreamCall
from conformance.probes import Binding, build
from conformance.probes.later import resolved
from conformance.session.attach import attach
from conformance.session.budget import Budget, BudgetSpentError
from conformance.session.usage import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.catalog import Instance
    from conformance.model import JSON
    from conformance.rigs import Lane
    from conformance.session.lanes import LanePool

_REST_S = 0.02
"""The mock's own bookkeeping after the last octet; a call seen later is not lost, only late."""


class Sender(Protocol):
    """Sends one request and records the whole exchange."""

    async def send(self, spec: RequestSpec, *, probe: str, exchange_id: str) -> Exchange:
        """The exchange, whatever became of it."""


class Mock(Protocol):
    """The control side of the mock upstream."""

    async def load_script(self, session: str, script: JSON) -> int:
        """Load ``script`` and begin a new generation."""

    async def journal(
        self, session: str, generation: int, wait_idle_s: float
    ) -> tuple[UpstreamCall, ...]:
        """The calls of ``generation``, after ``wait_idle_s`` without traffic."""


class Recorder(Protocol):
    """Keeps exchanges as they happen."""

    def append(self, exchange: Exchange) -> None:
        """Write ``exchange`` down."""


class Carrier:
    """Everything that carrying out a probe needs; ``mock`` is absent in black box."""

    def __init__(
        self, sender: Sender, mock: Mock | None, lanes: LanePool, budget: Budget, log: Recorder
    ) -> None:
        self._sender = sender
        self._mock = mock
        self._lanes = lanes
        self._budget = budget
        self._log = log

    async def carry_out(self, instance: Instance) -> ProbeRun:
        """The run of ``instance``; a spent budget is its ``problem``.

        What was sent is written down in any case, also when the run is cut off.
        """
        sent: list[Exchange] = []
        problem = None
        try:
            async with self._lanes.lease(instance.probe.lane) as lane:
                sent[:] = await self._on(lane, instance, sent)
        except BudgetSpentError as error:
            problem = str(error)
        finally:
            for exchange in sent:
                self._log.append(exchange)
        return ProbeRun(instance.key, tuple(sent), problem=problem)

    async def _on(
        self, lane: Lane, instance: Instance, sent: list[Exchange]
    ) -> tuple[Exchange, ...]:
        binding = Binding(lane.model, lane.api_key or "", uuid4().hex[:8], lane.models)
        prepared = build(instance, binding)
        if self._mock is None or lane.session is None:
            await self._send_all(instance, prepared.requests, None, sent)
            return tuple(sent)
        generation = await self._mock.load_script(
            lane.session, prepared.script or healthy(lane.upstreams)
        )
        place = (self._mock, lane.session, generation)
        seen = await self._send_all(instance, prepared.requests, place, sent)
        rest_s = max(instance.probe.settle_s, _REST_S)
        calls = await self._mock.journal(lane.session, generation, rest_s)
        return attach(tuple(sent), calls, seen)

    async def _send_all(
        self,
        instance: Instance,
        requests: Sequence[RequestSpec],
        place: tuple[Mock, str, int] | None,
        sent: list[Exchange],
    ) -> list[int]:
        """Fill ``sent``; the lengths of the journal after each request but the last."""
        if instance.probe.parallel:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self._send(instance, index, spec))
                    for index, spec in enumerate(requests)
                ]
            sent += [task.result() for task in tasks]
            return []
        seen = []
        for index, spec in enumerate(requests):
            await asyncio.sleep(spec.pause_s)
            sent.append(await self._send(instance, index, resolved(spec, sent)))
            if place is not None and index < len(requests) - 1:
                mock, session, generation = place
                seen.append(len(await mock.journal(session, generation, 0)))
        return seen

    async def _send(self, instance: Instance, index: int, spec: RequestSpec) -> Exchange:
        tokens = instance.probe.tokens
        self._budget.reserve(tokens)
        exchange = await self._sender.send(
            spec, probe=instance.key, exchange_id=f"{instance.key}/{index}"
        )
        self._budget.correct(tokens, tokens_of(exchange, tokens))
        return exchange


def healthy(upstreams: Sequence[str]) -> JSON:
    """A script in which every upstream answers as it should."""
    return {"version": 1, "seed": 42, "upstreams": {name: {"use": "healthy"} for name in upstreams}}


def failed(instance: Instance, error: BaseException) -> ProbeRun:
    """The run of an instance on which the suite itself failed."""
    message = f"{type(error).__name__}: {error}"
    return ProbeRun(instance.key, problem=message, blame=Blame.SUITE)
