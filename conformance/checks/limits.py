"""Rules of limits and quotas: never more than the limit, never a refusal below it.

Rules of this file: what a key may do is what the rig says of its lane. Counts are
taken at the mock. Windows may slide, stand fixed or fill up again little by
little; a count is too high only if it is so for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.checks.ground import REMAINING, WINDOW_S
from conformance.checks.registry import check
from conformance.checks.volley import (
    in_volley,
    is_let_in,
    is_refused,
    is_served,
    lasted_s,
    limit,
    reached_s,
    span_s,
)
from conformance.model import Violation
from conformance.wire.digits import whole
from conformance.wire.view import View


@check("limits.at-once", given="some-served", whole_run=True)
def at_once(views: Sequence[View], *, volley: str) -> Iterator[Violation]:
    """The upstreams never have more of a key's requests at a time than it may have."""
    most = limit(views, "concurrency")
    seen = _overlap([view for _, view in in_volley(views, volley)])
    if seen > most:
        yield Violation(f"{seen} requests ran at once, the limit is {most:g}", got=seen)


@check("limits.room", given="any", whole_run=True)
def room(views: Sequence[View], *, volley: str) -> Iterator[Violation]:
    """No request is refused while fewer run than may run at once."""
    shots = [view for _, view in in_volley(views, volley)]
    most = limit(views, "concurrency")
    ran = sum(reached_s(view) is not None for view in shots)
    refused = sum(map(is_refused, shots))
    if refused and ran < most:
        yield Violation(f"{refused} were refused while {ran} of {most:g} ran", got=ran)


@check("limits.in-window", given="some-served", whole_run=True)
def in_window(views: Sequence[View], *, volley: str) -> Iterator[Violation]:
    """A window admits as many requests as it may."""
    times = _times([view for _, view in in_volley(views, volley)])
    most = limit(views, "rpm") * _windows(views, times)
    if len(times) > most:
        yield Violation(
            f"{len(times)} requests were let in, {most:g} at most may be", got=len(times)
        )


@check("limits.window-room", given="any", whole_run=True)
def window_room(views: Sequence[View]) -> Iterator[Violation]:
    """No request is refused before as many were let in as a window may admit."""
    most = limit(views, "rpm")
    refused_s = min((span_s(view)[1] for view in views if is_refused(view)), default=None)
    if refused_s is not None:
        before = [view for view in views if is_let_in(view) and span_s(view)[0] <= refused_s]
        if len(before) < most:
            told = f"one was refused when {len(before)} of {most:g} were let in"
            yield Violation(told, expected=most, got=len(before))


@check("limits.over", given="window-filled", whole_run=True)
def over(views: Sequence[View], *, volley: str) -> Iterator[Violation]:
    """Some of what goes over a full window is refused."""
    shots = [view for _, view in in_volley(views, volley)]
    if not any(map(is_refused, shots)):
        yield Violation(f"all {len(shots)} over the limit were let in", got=len(shots))


@check("limits.tokens", given="some-served", whole_run=True)
def tokens(views: Sequence[View]) -> Iterator[Violation]:
    """A window admits requests until its tokens are spent; the last may go over."""
    costs = [cost for view in views if (cost := _cost(view))]
    most = (limit(views, "tpm") + max(costs, default=0)) * _windows(views, _times(views))
    if sum(costs) > most:
        yield Violation(f"{sum(costs)} tokens were spent, {most:g} at most may be", got=sum(costs))


@check("limits.none-refused", given="any", whole_run=True)
def nobody_refused(views: Sequence[View], *, volley: str) -> Iterator[Violation]:
    """None of the volley is told that too much is asked for."""
    for place, view in in_volley(views, volley):
        if is_refused(view):
            yield Violation("refused with 429 though there is room", got=429, exchange=place)


@check("limits.all-served", given="any", whole_run=True)
def all_served(views: Sequence[View], *, volley: str) -> Iterator[Violation]:
    """Every request of the volley has a success for its status."""
    for place, view in in_volley(views, volley):
        if not 200 <= (view.status or 0) < 300:
            seen = view.status or f"no answer ({view.exchange.end})"
            yield Violation(f"not served: {seen}", expected=200, got=view.status, exchange=place)


@check("limits.refused-here", given="some-refused", whole_run=True)
def refused_here(views: Sequence[View]) -> Iterator[Violation]:
    """A request over the relay's own limit costs no call of an upstream."""
    for place, view in enumerate(views):
        if is_refused(view) and view.upstream:
            yield Violation(
                "refused, but an upstream was called", got=len(view.upstream), exchange=place
            )


@check("limits.remaining", given="remaining-told", whole_run=True)
def remaining(views: Sequence[View]) -> Iterator[Violation]:
    """What is said to remain goes down with each request, and is nothing at a refusal."""
    window_s, before = limit(views, "window_s", WINDOW_S), None
    is_one_window = lasted_s([view for _, view in in_volley(views, "")]) < window_s
    for place, view in enumerate(views):
        said = whole(view.headers.get(REMAINING, ""))
        if said is None:
            continue
        if is_refused(view) and said > 0:
            yield Violation(f"refused while {said} remain", expected=0, got=said, exchange=place)
        if view.exchange.volley == "" and is_one_window:
            if before is not None and said >= before:
                yield Violation(f"{said} remain after {before}", got=said, exchange=place)
            before = said


@check("limits.quota", given="some-served", whole_run=True)
def quota(views: Sequence[View]) -> Iterator[Violation]:
    """A balance pays no more answers than it can; the last may overdraw it."""
    most, served = limit(views, "quota") + 1, sum(map(is_served, views))
    if served > most:
        yield Violation(f"{served} answers were served, the balance pays {most - 1:g}", got=served)


@check("limits.quota-kept", given="any", whole_run=True)
def quota_kept(views: Sequence[View]) -> Iterator[Violation]:
    """What failed has cost nothing: the balance still pays all that it can."""
    least = limit(views, "quota")
    reached = sum(reached_s(view) is not None for _, view in in_volley(views, "race"))
    if reached < least:
        yield Violation(f"{reached} requests were let in, the balance pays {least:g}", got=reached)


@check("limits.spent", given="some-served", whole_run=True)
def spent(views: Sequence[View]) -> Iterator[Violation]:
    """Once the balance is used up, nothing is served."""
    for place, view in in_volley(views, "spent"):
        if is_served(view) or view.upstream:
            yield Violation("served though the balance is used up", got=view.status, exchange=place)


def _overlap(views: Sequence[View]) -> int:
    """The most requests that had a call open at one time."""
    changes = []
    for view in views:
        calls = [call.call for call in view.upstream]
        if calls:
            ends = [float("inf") if one.closed_s is None else one.closed_s for one in calls]
            changes += [(min(one.arrived_s for one in calls), 1), (max(ends), -1)]
    running = most = 0
    for _, change in sorted(changes):
        running += change
        most = max(most, running)
    return most


def _times(views: Sequence[View]) -> list[float]:
    return sorted(at_s for view in views if (at_s := reached_s(view)) is not None)


def _windows(views: Sequence[View], times: Sequence[float]) -> int:
    """How many windows the times can touch, whatever kind of window it is."""
    span_s = times[-1] - times[0] if times else 0.0
    return int(span_s // limit(views, "window_s", WINDOW_S)) + 2


def _cost(view: View) -> int:
    """The tokens that the upstream charged for the request."""
    usages = [call.call.reply.get("usage") or {} for call in view.upstream]
    return sum(int(usage.get("total_tokens", 0)) for usage in usages)
