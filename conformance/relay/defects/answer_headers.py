"""Defects of the headers that every answer carries."""

from __future__ import annotations

from conformance.relay.defects.base import Defect

__all__ = ["BadRateHeaders", "NoRequestId", "SameRequestId"]

_ID = "X-Request-Id"


class NoRequestId(Defect):
    """No answer has an x-request-id."""

    name = "no_request_id"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Leave the header out."""
        return {name: value for name, value in headers.items() if name != _ID}


class SameRequestId(Defect):
    """Every answer has the same x-request-id."""

    name = "same_request_id"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Replace the id."""
        return headers | {_ID: "req_1"}


class BadRateHeaders(Defect):
    """The rate headers hold a negative number and a word."""

    name = "bad_rate_headers"

    def headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Replace the values."""
        return headers | {
            "X-RateLimit-Remaining-Requests": "-1",
            "X-RateLimit-Reset-Requests": "soon",
        }
