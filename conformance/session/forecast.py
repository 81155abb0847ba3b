"""What a plan will send and cost, told before anything is sent. Pure.

Rules of this file: an estimate from the probes' own numbers; what may not be
exceeded is the budget's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.catalog.kinds import model_of
from conformance.probes import Binding, build
from conformance.session.prices import Price, price_of

if TYPE_CHECKING:
    from conformance.catalog import Instance
    from conformance.plan import Plan
    from conformance.rigs import Lane, Rig
    from conformance.settings.values import RunSettings

__all__ = ["Forecast", "Share", "forecast"]

_OCTETS = 4
"""Of an English text that make a token."""


@dataclass(slots=True)
class Share:
    """What one area sends: requests, tokens, dollars."""

    requests: int = 0
    tokens: int = 0
    usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole plan by area; ``prices`` by the model that is asked for."""

    checks: int
    areas: dict[str, Share] = field(default_factory=dict)
    prices: dict[str, Price] = field(default_factory=dict)

    @property
    def whole(self) -> Share:
        """All areas together."""
        shares = self.areas.values()
        return Share(
            sum(one.requests for one in shares),
            sum(one.tokens for one in shares),
            sum(one.usd for one in shares),
        )

    def caps(self, settings: RunSettings) -> Iterator[str]:
        """The flags whose caps the plan may reach."""
        whole = self.whole
        for flag, cap, wanted in (
            ("--max-requests", settings.max_requests, whole.requests),
            ("--max-tokens", settings.max_tokens, whole.tokens),
            ("--max-cost", settings.max_cost, whole.usd),
        ):
            if cap is not None and cap < wanted:
                yield flag


def forecast(plan: Plan, rig: Rig, own_price: float | None = None) -> Forecast:
    """What ``plan`` sends to ``rig``; money only where a model is behind it."""
    lanes = {lane.role: lane for lane in reversed(rig.lanes)}
    is_paid = rig.control_url is None
    found = Forecast(sum(item.is_sent for item in plan.items))
    for instance in plan.instances:
        lane = lanes.get(instance.probe.lane) or rig.lanes[0]
        model = model_of(instance.endpoint, lane.models) or lane.model
        price = price_of(model, own_price) if is_paid else Price(0, 0)
        if is_paid:
            found.prices.setdefault(model, price)
        _add(found.areas.setdefault(instance.probe.area, Share()), instance, lane, price)
    return found


def _add(share: Share, instance: Instance, lane: Lane, price: Price) -> None:
    binding = Binding(lane.model or "MODEL", "", models=lane.models, limits=lane.limits)
    most = instance.probe.tokens
    for request in build(instance, binding).requests:
        tokens_in = min(len(request.body or b"") // _OCTETS, most)
        share.requests += 1
        share.tokens += most
        share.usd += price.usd(tokens_in, most - tokens_in, 1 if most else 0)
