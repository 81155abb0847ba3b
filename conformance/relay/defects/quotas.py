"""Defects of quota queries."""

from __future__ import annotations

from typing import ClassVar

from conformance.model import JSON
from conformance.relay.defects.base import Defect, Switch

__all__ = ["QUOTAS"]

Body = dict[str, JSON]

_SUBSCRIPTION = "/v1/dashboard/billing/subscription"
_USAGE = "/v1/dashboard/billing/usage"
_UNITS = "/api/usage/token"


class QuotaOpen(Defect):
    """A quota is told without a look at the key."""

    name = "quota_open"
    switches = frozenset({Switch.OPEN_QUOTA})


class _Told(Defect):
    """A defect that changes what one of the paths tells."""

    path: ClassVar[str]

    def result(self, body: Body) -> Body:
        """Change the numbers."""
        return self._changed(body) if self.turn.path == self.path else body

    def _changed(self, body: Body) -> Body:
        """Return what is told."""
        raise NotImplementedError


class QuotaLimitString(_Told):
    """What a key may spend is a string."""

    name = "quota_limit_string"
    path = _SUBSCRIPTION

    def _changed(self, body: Body) -> Body:
        return body | {"hard_limit_usd": str(body["hard_limit_usd"])}


class QuotaUsageString(_Told):
    """What a key has spent is a string."""

    name = "quota_usage_string"
    path = _USAGE

    def _changed(self, body: Body) -> Body:
        return body | {"total_usage": str(body["total_usage"])}


class QuotaUsageFalls(_Told):
    """What a key has spent grows less with each request."""

    name = "quota_usage_falls"
    path = _USAGE

    def _changed(self, body: Body) -> Body:
        return body | {"total_usage": -body["total_usage"]}


class QuotaTokenString(_Told):
    """What a key has left is a string."""

    name = "quota_token_string"
    path = _UNITS

    def _changed(self, body: Body) -> Body:
        return _with(body, total_available=str(body["data"]["total_available"]))


class QuotaTokenUnbalanced(_Told):
    """What a key was granted is only what it has left."""

    name = "quota_token_unbalanced"
    path = _UNITS

    def _changed(self, body: Body) -> Body:
        return _with(body, total_granted=body["data"]["total_available"])


class QuotaTokenSwapped(_Told):
    """What a key has used and what it has left change places."""

    name = "quota_token_swapped"
    path = _UNITS

    def _changed(self, body: Body) -> Body:
        data = body["data"]
        return _with(body, total_used=data["total_available"], total_available=data["total_used"])


def _with(body: Body, **numbers: JSON) -> Body:
    return body | {"data": body["data"] | numbers}


QUOTAS: tuple[type[Defect], ...] = (
    QuotaOpen,
    QuotaLimitString,
    QuotaUsageString,
    QuotaUsageFalls,
    QuotaTokenString,
    QuotaTokenUnbalanced,
    QuotaTokenSwapped,
)
"""The defects of this family."""
