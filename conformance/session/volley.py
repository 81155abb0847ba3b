"""Sends the requests of one probe: each in its turn, those of a volley at once.

Rules of this file: what a row waits for is an event wherever there is one: an
answer, a call in the mock's journal, an upstream at rest. A pause is the last
resort. Every request is booked before the first of its volley goes out.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile
from typing import Protocol

from conformance.model import Exchange, RequestSpec, UpstreamCall
from conformance.probes.later import resolved
from conformance.session.budget import Budget
from conformance.session.meter import Meter
from conformance.transport.leave import Leave
from conformance.wire import own
from conformance.wire.digits import whole

__all__ = ["Mock", "Place", "Salvo", "Sender", "steps"]

POLL_S = 0.02
"""Between two looks at the journal, while somebody waits for a call to arrive."""
CROWD = 8
"""Requests from which on a volley is large."""
PATIENCE_S = 1.0
"""A volley in which nothing happens for so long has settled: the rest is queued."""

EARSHOT_S = 4.0
"""The same where the client is to have read something first: a machine may halt for seconds."""
TICK_S = 0.1
"""No look counts for more quiet than this: while we were halted ourselves, nobody was silent."""

GRACE_S = 0.1
"""Added to what ``Retry-After`` says, for two clocks that are read at two moments."""


class Sender(Protocol):
    """Sends one request and records the whole exchange."""

    async def send(
        self,
        spec: RequestSpec,
        *,
        probe: str,
        exchange_id: str,
        leave: Leave | None = None,
    ) -> Exchange:
        """The exchange, whatever became of it; ``leave`` ends it when it is told."""


class Mock(Protocol):
    """The part of the mock's control side that sending needs."""

    async def journal(
        self, session: str, generation: int, wait_idle_s: float
    ) -> tuple[UpstreamCall, ...]:
        """The calls of ``generation``, after ``wait_idle_s`` without traffic."""

    async def give_signal(self, session: str, name: str) -> None:
        """Let go whatever waits for the signal."""


@dataclass(frozen=True, slots=True)
class Place:
    """One generation of one session of the mock."""

    mock: Mock
    session: str
    generation: int
    late: frozenset[bytes] = frozenset()
    """Nonces of earlier clients that left: a relay may still call an upstream for them."""
    began: float = field(default_factory=time.monotonic)
    """When the generation began, on our own clock."""

    async def calls(self, idle_s: float = 0) -> tuple[UpstreamCall, ...]:
        """What the upstreams were asked so far, once they were idle for so long."""
        found = await self.mock.journal(self.session, self.generation, idle_s)
        return tuple(call for call in found if not any(one in call.body for one in self.late))

    async def signal(self, name: str) -> None:
        """Let go what waits for ``name``."""
        await self.mock.give_signal(self.session, name)


def steps(requests: Sequence[RequestSpec]) -> Iterator[range]:
    """The indexes that go out together: a volley, or a request of its own."""
    keyed = [(one.volley or index) for index, one in enumerate(requests)]
    for _, group in groupby(range(len(requests)), key=lambda index: keyed[index]):
        found = list(group)
        yield range(found[0], found[-1] + 1)


@dataclass(slots=True)
class Salvo:
    """The requests of one probe instance on one lane; ``place`` is absent in black box."""

    probe: str
    tokens: int
    sender: Sender
    budget: Budget
    crowd: asyncio.Lock
    """Held by a large volley: one goes out at a time, whatever else is under way."""
    place: Place | None = None
    limits: Mapping[str, float] = field(default_factory=dict)
    sent: dict[int, Exchange] = field(default_factory=dict)
    """What came back, by the place of its request."""
    _leave: dict[int, Leave] = field(default_factory=dict)
    """How to tell the clients to leave that do not know themselves when."""
    _began: dict[int, float] = field(default_factory=dict)
    _released: dict[int, float] = field(default_factory=dict)
    """When requests began, and when what they waited for was given, on one clock."""

    meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        """What is sent is booked from the first request on."""
        self.meter = Meter(self.budget, self.tokens)

    async def fire(self, requests: Sequence[RequestSpec]) -> list[int]:
        """Send all; the lengths of the journal after each request but those of the last step."""
        try:
            async with asyncio.TaskGroup() as group:
                seen = await self._all(requests, group)
                for leave in self._leave.values():
                    leave.tell()
        except BaseExceptionGroup as several:
            raise several.exceptions[0] from several
        return seen

    async def _all(self, requests: Sequence[RequestSpec], group: asyncio.TaskGroup) -> list[int]:
        """Send step after step; clients that stay without reading go on in ``group``."""
        seen: list[int] = []
        for step in steps(requests):
            await self._wait(requests[step[0]])
            answered = takewhile(self.sent.__contains__, range(step[0]))
            before = [self.sent[index] for index in answered]
            specs = {index: resolved(requests[index], before) for index in step}
            self.meter.reserve(specs)
            if len(step) >= CROWD:
                async with self.crowd:
                    await self._volley(specs, group)
            elif len(step) > 1 or any(map(_is_watched, specs.values())):
                await self._volley(specs, group)
            else:
                await self._send(step[0], specs[step[0]])
            if self.place is not None and step.stop < len(requests):
                seen += [len(await self.place.calls())] * len(step)
        return seen

    async def _volley(self, specs: Mapping[int, RequestSpec], group: asyncio.TaskGroup) -> None:
        """Send requests at once; return when all are over but those that stall."""
        gate = asyncio.Semaphore(min(spec.at_once for spec in specs.values()))
        bounds = [spec.within_s for spec in specs.values() if spec.within_s is not None]
        until = time.monotonic() + min(bounds, default=math.inf)
        self._leave |= {index: Leave() for index, one in specs.items() if _is_told(one)}

        async def through(index: int) -> None:
            async with gate:
                if time.monotonic() < until:
                    await self._send(index, specs[index])

        tasks = {index: group.create_task(through(index)) for index in specs}
        await self._watch(specs, tasks)
        ending = [tasks[index] for index, spec in specs.items() if spec.leave_after != "stall"]
        if ending:
            await asyncio.wait(ending)

    async def _send(self, index: int, spec: RequestSpec) -> None:
        self._began[index] = time.monotonic()
        exchange = await self.sender.send(
            spec,
            probe=self.probe,
            exchange_id=f"{self.probe}/{index}",
            leave=self._leave.get(index),
        )
        released = self._released.get(index)
        released_s = None if released is None else released - self._began[index]
        began_s = None if self.place is None else round(self._began[index] - self.place.began, 6)
        self.sent[index] = replace(
            exchange, limits=self.limits, released_s=released_s, began_s=began_s
        )
        self.meter.settle(index, exchange)

    async def _watch(
        self, specs: Mapping[int, RequestSpec], tasks: Mapping[int, asyncio.Task[None]]
    ) -> None:
        """Let the clients go whose calls have arrived; give the signal when all have settled.

        A queue that nothing moves has settled too. A client that waits for its call is
        watched on after that, to its end: a relay may take its time over a first call.
        """
        signals = {spec.release for spec in specs.values() if spec.release}
        if self.place is None or not (signals or any(map(_is_watched, specs.values()))):
            return
        seen, quiet_s, looked, is_settled = -1, 0.0, time.monotonic(), False
        patience_s = EARSHOT_S if any(spec.heard for spec in specs.values()) else PATIENCE_S
        while not is_settled or self._awaits_calls(specs, tasks):
            calls = _by_mark(await self.place.calls())
            for index, spec in specs.items():
                if _has_led_to(spec, calls):
                    self._leave[index].tell()
            done = [index for index, task in tasks.items() if task.done()]
            is_there = all(i in done or self._has_settled(i, specs[i], calls) for i in specs)
            if not is_settled and (is_there or quiet_s >= patience_s):
                is_settled = True
                self._released |= {i: time.monotonic() for i, one in specs.items() if one.heard}
                for name in sorted(signals):
                    await self.place.signal(name)
                continue
            now = len(done) + sum(calls.values())
            await asyncio.sleep(POLL_S)
            before, looked = looked, time.monotonic()
            seen, quiet_s = now, quiet_s + min(looked - before, TICK_S) if now == seen else 0.0

    def _awaits_calls(
        self, specs: Mapping[int, RequestSpec], tasks: Mapping[int, asyncio.Task[None]]
    ) -> bool:
        """Whether a client is still there that is to leave after a call."""
        return any(
            str(spec.leave_after).startswith("call:")
            and not tasks[index].done()
            and not self._leave[index].is_told
            for index, spec in specs.items()
        )

    def _has_settled(self, index: int, spec: RequestSpec, calls: Mapping[str, int]) -> bool:
        """Whether the call is there, or the client has read what it is to read first."""
        if spec.heard is None:
            return bool(calls.get(spec.mark))
        kind, _, wanted = spec.heard.partition(":")
        leave = self._leave[index]
        return (leave.events if kind == "event" else leave.octets) >= int(wanted)

    async def _wait(self, first: RequestSpec) -> None:
        """Wait for what a request, or the first of a volley, wants waited for."""
        after = first.after
        if after.rest_s and self.place is not None:
            await self.place.calls(after.rest_s)
        elif after.rest_s:
            await asyncio.sleep(after.rest_s)
        if after.retry_s:
            await asyncio.sleep(min(after.retry_s, _retry_after_s(self.sent)))
        await _pause(first.pause_s)


async def _pause(seconds: float) -> None:
    """Let time pass in which we are awake: a relay on a machine that halts is given none less."""
    left, looked = seconds, time.monotonic()
    while left > 0:
        await asyncio.sleep(min(left, TICK_S))
        before, looked = looked, time.monotonic()
        left -= min(looked - before, TICK_S)


def _is_watched(spec: RequestSpec) -> bool:
    """Whether somebody has to look at the journal while the request is under way."""
    return bool(spec.release) or _is_told(spec)


def _is_told(spec: RequestSpec) -> bool:
    """Whether somebody outside has to talk with the client while it is under way."""
    return bool(spec.heard) or str(spec.leave_after).startswith(("call:", "stall"))


def _by_mark(calls: Sequence[UpstreamCall]) -> dict[str, int]:
    """How many calls each mark has led to."""
    found: dict[str, int] = {}
    for call in calls:
        for mark in own.marks_in(call.body):
            found[mark] = found.get(mark, 0) + 1
    return found


def _has_led_to(spec: RequestSpec, calls: Mapping[str, int]) -> bool:
    """Whether a client that leaves after a call has its call."""
    kind, _, wanted = str(spec.leave_after).partition(":")
    return kind == "call" and calls.get(spec.mark, 0) >= int(wanted)


def _retry_after_s(sent: Mapping[int, Exchange]) -> float:
    """The longest wait that an answer in whole seconds asks for; 0 without one."""
    found = [0.0]
    for exchange in sent.values():
        for name, value in exchange.headers:
            seconds = whole(value) if name.lower() == "retry-after" else None
            if seconds is not None:
                found.append(seconds + GRACE_S)
    return max(found)
