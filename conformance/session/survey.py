"""Finds out what a relay serves: sends the trials and keeps what they show.

Rules of this file: the fewest requests that tell; a capability that rests on
another is not asked for when that is missing. What is found is a declaration
for the user to read and correct, never a finding about the relay.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from conformance.background import LoopThread
from conformance.catalog.kinds import model_of
from conformance.catalog.trials import Trial
from conformance.checks.sight import Sight, State, sight
from conformance.errors import SetupError
from conformance.probes import Binding, build
from conformance.probes.later import resolved
from conformance.session.budget import Budget, BudgetSpentError
from conformance.session.engine import secrets_of
from conformance.session.target import models_of
from conformance.session.usage import tokens_of
from conformance.transport.client import Client
from conformance.transport.redact import Redactor
from conformance.wire.view import View

if TYPE_CHECKING:
    from conformance.model import Exchange
    from conformance.rigs import Rig

NO_MODEL = "no-such-model"
"""Asked for where no model is known: whether the endpoint is there shows all the same."""

AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Found:
    """What one trial showed, and by which answer; ``status`` of ``None``: nothing was sent."""

    trial: Trial
    sight: Sight
    model: str | None = None
    status: int | None = None


def requests_of(trials: Iterable[Trial]) -> int:
    """The most requests that these trials send."""
    return sum(len(trial.instance.probe.requests) for trial in trials)


def tokens_at_most(trials: Iterable[Trial]) -> int:
    """The most tokens that these trials are booked with."""
    probes = [trial.instance.probe for trial in trials]
    return sum(probe.tokens * len(probe.requests) for probe in probes)


def survey(
    rig: Rig, trials: Sequence[Trial], *, budget: Budget, timeout_s: float
) -> dict[str, Found]:
    """What each of ``trials`` shows at the relay, in their order.

    A trial stands behind the one that it comes after; where that one is left
    out, it is asked for on its own.
    """
    surveyor = _Surveyor(rig, budget, timeout_s)
    with LoopThread("relay-conformance-survey") as loop:
        found = loop.run(surveyor.all(trials))
    return {trial.capability: found[trial.capability] for trial in trials}


class _Surveyor:
    """Sends trials in waves; each wave rests on what the ones before it found."""

    def __init__(self, rig: Rig, budget: Budget, timeout_s: float) -> None:
        self._rig = rig
        self._models = models_of(rig.lanes[0])
        self._key = rig.lanes[0].api_key or ""
        self._budget = budget
        self._timeout_s = timeout_s
        self._found: dict[str, Found] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def all(self, trials: Sequence[Trial]) -> Mapping[str, Found]:
        """The findings of every trial."""
        redactor = Redactor(secrets_of(self._rig))
        async with Client(
            self._rig.base_url, timeout_s=self._timeout_s, redactor=redactor
        ) as client:
            names = {trial.capability for trial in trials}
            left = list(trials)
            while left:
                ready = [one for one in left if one.after not in names - self._found.keys()]
                async with asyncio.TaskGroup() as group:
                    for trial in ready:
                        group.create_task(self._one(client, trial))
                left = [one for one in left if one.capability not in self._found]
        return self._found

    async def _one(self, client: Client, trial: Trial) -> None:
        base = self._found.get(trial.after or "")
        if base is not None and base.sight.state is not State.CLAIMED:
            reason = f"not asked: it rests on {trial.after}, which is {base.sight.state}"
            self._found[trial.capability] = Found(trial, Sight(base.sight.state, reason))
            return
        async with self._places:
            self._found[trial.capability] = await self._asked(client, trial)

    async def _asked(self, client: Client, trial: Trial) -> Found:
        endpoint = trial.instance.probe.endpoint
        is_needed = trial.needs_model
        model = model_of(endpoint, self._models) if is_needed else None
        binding = Binding(model or NO_MODEL, self._key, uuid4().hex[:8])
        try:
            sent = await self._send(client, trial, binding)
        except (BudgetSpentError, SetupError) as error:
            return Found(trial, Sight(State.UNSURE, f"not asked: {error}"), model)
        seen = sight(trial, View(sent[-1]))
        if is_needed and model is None and seen.state is State.UNSURE:
            kind = endpoint.model
            reason = f"no model for {kind} is known: add --model {kind}=NAME ({seen.reason})"
            seen = Sight(State.UNSURE, reason)
        return Found(trial, seen, model, sent[-1].status)

    async def _send(self, client: Client, trial: Trial, binding: Binding) -> list[Exchange]:
        """The answers, as far as each was a success that the next can rest on."""
        probe = trial.instance.probe
        sent: list[Exchange] = []
        for index, spec in enumerate(build(trial.instance, binding).requests):
            self._budget.reserve(probe.tokens)
            exchange = await client.send(
                resolved(spec, sent), probe=probe.name, exchange_id=f"{probe.name}/{index}"
            )
            self._budget.correct(probe.tokens, tokens_of(exchange, probe.tokens))
            sent.append(exchange)
            if not 200 <= (exchange.status or 0) < 300:
                break
        return sent
