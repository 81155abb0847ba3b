"""The plan of a run in words: requests, tokens, money, caps.

Rules of this file: told before anything is sent to a live relay; estimates are
called estimates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.session.forecast import Forecast, forecast
from reports.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.plan import Plan
    from conformance.rigs import Rig
    from conformance.settings.values import RunSettings

__all__ = ["dry", "foretold"]


def foretold(plan: Plan, rig: Rig, settings: RunSettings) -> Iterator[str]:
    """The lines that stand before the traffic of a live run."""
    yield from _whole(forecast(plan, rig, settings.price), settings)


def dry(plan: Plan, rig: Rig, settings: RunSettings) -> Iterator[str]:
    """The lines of ``--dry-run``: the same by area, and that nothing was sent."""
    phrases, found = Phrases(settings.lang), forecast(plan, rig, settings.price)
    for area, share in found.areas.items():
        yield f"  {area:<18} {share.requests:>6} {share.tokens:>8} {_usd(share.usd):>10}"
    yield from _whole(found, settings)
    yield phrases("plan.dry", checks=found.checks, address=rig.base_url)


def _whole(found: Forecast, settings: RunSettings) -> Iterator[str]:
    phrases, whole = Phrases(settings.lang), found.whole
    yield phrases("plan.whole", requests=whole.requests, tokens=whole.tokens, usd=_usd(whole.usd))
    for model, price in found.prices.items():
        yield phrases("plan.price", price=price.told(model))
    caps = [
        phrases(f"plan.{name}", most=most)
        for name, most in (
            ("requests", settings.max_requests),
            ("tokens", settings.max_tokens),
            ("dollars", settings.max_cost),
        )
        if most is not None
    ]
    yield phrases("plan.caps", caps=", ".join(caps) or phrases("plan.none"))
    reached = list(found.caps(settings))
    if reached:
        yield phrases("plan.reached", flags=", ".join(reached))


def _usd(usd: float) -> str:
    return f"{usd:.4f}"
