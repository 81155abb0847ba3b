"""What a call is answered with: the wire program, before a socket sees it.

Rules of this file: pure but for the counters and the account it is handed. The
order is fixed: rule and step, meaning, frames, timing, then faults.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mock_upstream import endpoints, faults
from mock_upstream.errors import FaultError
from mock_upstream.frames import Frames, Head, Headers, Pause
from mock_upstream.protocols.openai import errors
from mock_upstream.reply import Failure
from mock_upstream.scenario import match
from mock_upstream.scenario.model import JSON, Call, FaultUse, Rule, Step, Upstream
from mock_upstream.scenario.select import UNTIMED, Counters, generator, step_at, timed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

PLAIN = Step("")
"""What a healthy upstream does: no change, no fault, no waiting."""


@dataclass(frozen=True, slots=True)
class Program:
    """Frames to play and what the journal says about them."""

    frames: Frames
    reply: Mapping[str, JSON] | None = None
    rule: str | None = None
    step: int | None = None
    fault: str | None = None
    near_miss: str | None = None
    tokens: int = 0
    """What the reply costs of a token limit."""

    @property
    def is_undisturbed(self) -> bool:
        """Whether no fault and no wait decides which octets go out when."""
        return self.fault is None and not any(isinstance(frame, Pause) for frame in self.frames)


def program(
    upstream: Upstream,
    call: Call,
    *,
    counters: Counters,
    seed: int = 0,
    more_faults: tuple[FaultUse, ...] = (),
) -> Program:
    """The program of one call; the step that it meets is counted as taken."""
    rule = match.find(upstream.rules, call)
    endpoint = endpoints.find(call)
    if endpoint is None and rule is None:
        return unmatched(upstream, call)
    if rule is None:
        if upstream.rules and endpoint is not None and endpoint.is_scripted:
            return unmatched(upstream, call)
        return compiled(upstream, call, PLAIN, seed=seed, more_faults=more_faults)
    count = counters.take(upstream.name, rule)
    return of_rule(upstream, call, rule, count, seed=seed, more_faults=more_faults)


def of_rule(
    upstream: Upstream,
    call: Call,
    rule: Rule,
    count: int,
    *,
    seed: int,
    more_faults: tuple[FaultUse, ...] = (),
) -> Program:
    """The program of the call number ``count`` that meets ``rule``."""
    index, step = step_at(rule, count)
    place = (upstream.name, rule.pointer, count)
    made = compiled(upstream, call, step, seed=seed, place=place, more_faults=more_faults)
    return replace(made, rule=rule.pointer, step=index)


def compiled(
    upstream: Upstream,
    call: Call,
    step: Step,
    *,
    seed: int,
    place: tuple[str | int, ...] = (),
    more_faults: tuple[FaultUse, ...] = (),
) -> Program:
    """The program of one step; ``seed`` and ``place`` decide what it draws."""
    meant = endpoints.reply(call, upstream, step.reply or {}, seed)
    uses = (*step.faults, *more_faults)
    if not uses and step.timing == UNTIMED:
        return Program(meant.frames, meant.summary, tokens=meant.tokens)
    rng = generator(seed, *place)
    frames = timed(meant.frames, step.timing, rng)
    names = "+".join(use.name for use in uses) or None
    try:
        frames = faulty(frames, uses, rng)
    except FaultError as error:
        return _impossible(call, str(error), names)
    return Program(frames, meant.summary, fault=names, tokens=meant.tokens)


def faulty(frames: Frames, uses: tuple[FaultUse, ...], rng: Random) -> Frames:
    """``frames`` with all faults in them. Raises FaultError."""
    plan = faults.compose((use.fault, use.at) for use in uses)
    return faults.inject(frames, plan, rng)


def refused(failure: Failure, call: Call, near_miss: str | None = None) -> Program:
    """The program of an error that no script asked for."""
    meant = endpoints.failed(failure, call)
    return Program(meant.frames, meant.summary, near_miss=near_miss)


def unmatched(upstream: Upstream, call: Call) -> Program:
    """A 404 as the dialect says it, with the report of what was nearest."""
    failure = endpoints.missing(call)
    if endpoints.find(call) is not None:
        failure = errors.unknown_url(call.method, f"/v1{call.path}")
    return refused(failure, call, match.near_miss(upstream.rules, call))


def _impossible(call: Call, reason: str, names: str | None) -> Program:
    """A loud 500 in place of a fault that this reply cannot have."""
    failure = errors.failure("server_error", message=f"mock: {reason}")
    return replace(refused(failure, call, f"fault cannot be honoured: {reason}"), fault=names)


def with_headers(made: Program, headers: Headers) -> Program:
    """The program with more headers on its final head."""
    if not headers:
        return made
    frames = tuple(
        replace(frame, headers=frame.headers + headers)
        if isinstance(frame, Head) and frame.status >= 200
        else frame
        for frame in made.frames
    )
    return replace(made, frames=frames)
