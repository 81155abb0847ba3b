"""An error of Google in the words of OpenAI.

Rules of this file: ``google.rpc.Status`` in, an error object out; its own members
stay beside the new ones, for they tell the relay whose fault it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay.retry import Failure

__all__ = ["error"]

_WORDS: Mapping[str, tuple[str, str | None]] = {
    "INVALID_ARGUMENT": ("invalid_request_error", None),
    "FAILED_PRECONDITION": ("invalid_request_error", None),
    "NOT_FOUND": ("invalid_request_error", "model_not_found"),
    "RESOURCE_EXHAUSTED": ("requests", "rate_limit_exceeded"),
    "INTERNAL": ("server_error", "server_error"),
    "UNAVAILABLE": ("server_error", "service_unavailable"),
    "DEADLINE_EXCEEDED": ("server_error", "timeout"),
}
"""Type and code of each status name."""


def error(failure: Failure) -> Mapping[str, JSON]:
    """Return the error object of a failed call."""
    told = failure.error or {}
    type_, code = _WORDS.get(str(told.get("status")), ("server_error", None))
    return {**told, "type": type_, "code": code, "param": None}
