"""What a load of full size sends, said before anything is sent. Pure.

Rules of this file: a live relay is asked thousands of things only by somebody
who has allowed that many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.errors import UsageError
from conformance.probes import Binding, build
from conformance.settings.values import Target
from reports.said import said

if TYPE_CHECKING:
    from conformance.plan import Plan
    from conformance.rigs import Lane, Rig
    from conformance.settings.values import RunSettings

__all__ = ["announced", "of_plan"]


def announced(plan: Plan, rig: Rig, settings: RunSettings) -> tuple[str, ...]:
    """What the user is told of it; nothing where no full load is planned.

    Raises :class:`UsageError` for a live relay when the budget does not allow it.
    """
    requests, tokens = of_plan(plan, rig)
    if not requests:
        return ()
    told = said("note.full_load", requests=requests, tokens=tokens)
    most = (settings.max_requests or 0, settings.max_tokens or 0)
    if settings.target is Target.BLACKBOX and (most[0] < requests or most[1] < tokens):
        allow = f"--max-requests {requests + most[0]} --max-tokens {tokens + most[1]}"
        raise UsageError(f"{told}, and {rig.base_url} is live; allow it: {allow}")
    return (told,)


def of_plan(plan: Plan, rig: Rig) -> tuple[int, int]:
    """Requests, and the most tokens that they may cost."""
    lanes = {lane.role: lane for lane in reversed(rig.lanes)}
    requests = tokens = 0
    for instance in plan.instances:
        if instance.probe.is_full:
            count = len(build(instance, _binding(lanes[instance.probe.lane])).requests)
            requests, tokens = requests + count, tokens + count * instance.probe.tokens
    return requests, tokens


def _binding(lane: Lane) -> Binding:
    return Binding(lane.model, "", models=lane.models, limits=lane.limits)
