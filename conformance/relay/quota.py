"""Quota queries in the shapes of one-api and new-api (QuantumNous/new-api, relay docs)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from conformance.model import JSON
from conformance.relay.config import Quota
from conformance.relay.defects.base import Defects
from conformance.relay.limits import is_owed
from conformance.relay.turn import Turn

__all__ = ["QUOTAS", "Ledger", "billed"]

_UNITS_PER_USD = 500_000
"""A raw unit of quota, as both relays count it."""


class Ledger:
    """What each key has spent; ``quota`` is what all of them begin with."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._requests: Counter[str] = Counter()

    def charge(self, token: str) -> None:
        """Book one request of a client's key."""
        self._requests[token] += 1

    def of(self, token: str) -> Quota:
        """Return what the key may spend and has spent by now."""
        spent = self._requests[token] * self._quota.per_request_usd
        return replace(self._quota, used_usd=self._quota.used_usd + spent)


@contextmanager
def billed(ledger: Ledger | None, turn: Turn, defects: Defects) -> Iterator[None]:
    """Book the request that is answered inside, if its key owes anything for it."""
    error: BaseException | None = None
    try:
        yield
    except BaseException as caught:
        error = caught
        raise
    finally:
        owed = defects.fold(is_owed(turn, error), lambda d, value: d.charges(value, error))
        if ledger and owed:
            ledger.charge(turn.token)


def subscription(quota: Quota) -> dict[str, JSON]:
    """Return what may be spent in all, in dollars."""
    granted = quota.granted_usd
    return {
        "object": "billing_subscription",
        "has_payment_method": True,
        "soft_limit_usd": granted,
        "hard_limit_usd": granted,
        "system_hard_limit_usd": granted,
        "access_until": quota.expires_at,
    }


def usage(quota: Quota) -> dict[str, JSON]:
    """Return what was spent, in cents."""
    return {"object": "list", "total_usage": quota.used_usd * 100}


def token_usage(quota: Quota) -> dict[str, JSON]:
    """Return both, and what is left, in raw units."""
    granted, used = (round(usd * _UNITS_PER_USD) for usd in (quota.granted_usd, quota.used_usd))
    data = {
        "object": "token_usage",
        "name": "relay",
        "total_granted": granted,
        "total_used": used,
        "total_available": granted - used,
        "unlimited_quota": False,
        "model_limits": {},
        "model_limits_enabled": False,
        "expires_at": quota.expires_at,
    }
    return {"code": True, "message": "ok", "data": data}


QUOTAS: Mapping[str, Callable[[Quota], dict[str, JSON]]] = {
    "/v1/dashboard/billing/subscription": subscription,
    "/v1/dashboard/billing/usage": usage,
    "/api/usage/token": token_usage,
}
"""By the path that asks."""
