"""A problem in the words of Anthropic: its status, and the error object.

Rules of this file: the type follows from the status; the word of an upstream that
speaks this dialect stays.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay.envelope import Problem, Reason

__all__ = ["envelope", "status", "type_of"]

_TYPES: Mapping[int, str] = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}
_KNOWN = frozenset({*_TYPES.values(), "invalid_request_error", "api_error"})
_OVERLOADED = 529


def status(problem: Problem) -> int:
    """Return the status of a problem: overload and an empty account have their own here."""
    if problem.failure is not None and problem.failure.status == _OVERLOADED:
        return _OVERLOADED
    return 402 if problem.reason is Reason.NO_BALANCE else problem.status


def envelope(problem: Problem, request_id: str) -> dict[str, JSON]:
    """Return the error body; ``request_id`` is that of the answer's header."""
    error = {"type": _type(problem), "message": problem.message}
    return {"type": "error", "error": error, "request_id": request_id}


def _type(problem: Problem) -> str:
    if problem.reason is Reason.UPSTREAM and problem.type in _KNOWN:
        return problem.type
    return type_of(problem.status)


def type_of(status: int) -> str:
    """Return what an error of this status is called."""
    general = "invalid_request_error" if status < 500 else "api_error"
    return _TYPES.get(status, general)
