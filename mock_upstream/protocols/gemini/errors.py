"""Errors of the Gemini dialect: ``google.rpc.Status`` in JSON.

Rules of this file: a failure of any dialect is told with the status name that
belongs to its code; rows of ``specs/errors/gemini.yaml`` name theirs themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from mock_upstream import errors
from mock_upstream.frames import Frames, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.reply import Failure

__all__ = ["bad", "not_found", "rate_limit", "render_failure", "told"]

PREFIX = "gemini_"
TYPES = "type.googleapis.com/google.rpc."

STATUSES: Mapping[int, str] = MappingProxyType(
    {
        400: "INVALID_ARGUMENT",
        401: "UNAUTHENTICATED",
        403: "PERMISSION_DENIED",
        404: "NOT_FOUND",
        409: "ABORTED",
        429: "RESOURCE_EXHAUSTED",
        499: "CANCELLED",
        500: "INTERNAL",
        501: "UNIMPLEMENTED",
        503: "UNAVAILABLE",
        504: "DEADLINE_EXCEEDED",
    }
)
"""HTTP status -> name (google/rpc/code.proto); what stands here not takes that of its class."""


def bad(message: str) -> Failure:
    """The error of a request that is not what the API takes."""
    return errors.failure("gemini_bad_request", message=message)


def not_found(message: str) -> Failure:
    """The error of a model, or a method of it, that is not there."""
    return errors.failure("gemini_not_found", message=message)


def told(failure: Failure) -> Failure:
    """``failure`` in the shape of this dialect; what is in it already, or is no JSON, stays."""
    error = failure.body.get("error") if isinstance(failure.body, dict) else None
    if not isinstance(error, dict) or "type" not in error:
        return failure
    is_own = (failure.name or "").startswith(PREFIX)
    usual = STATUSES.get(failure.status, STATUSES[400 if failure.status < 500 else 500])
    body: dict[str, JSON] = {
        "code": failure.status,
        "message": error.get("message"),
        "status": error["type"] if is_own else usual,
    }
    details = list(_details(failure))
    return replace(failure, body={"error": body | ({"details": details} if details else {})})


def rate_limit(kind: str, limit: int, remaining: int, reset_s: float) -> Headers:
    """No headers: Google tells of a limit once it is reached."""
    del kind, limit, remaining, reset_s
    return ()


def render_failure(failure: Failure, *, number: int = 0) -> Frames:
    """The frames of an error reply; no header tells one call from another."""
    del number
    return errors.render_failure(told(failure))


def _details(failure: Failure) -> Iterator[Mapping[str, JSON]]:
    """What is known beyond the message: a key that is wrong, a time to wait."""
    if failure.name in {"invalid_api_key", "gemini_bad_key"}:
        yield {
            "@type": f"{TYPES}ErrorInfo",
            "reason": "API_KEY_INVALID",
            "domain": "googleapis.com",
            "metadata": {"service": "generativelanguage.googleapis.com"},
        }
    waits = [value for name, value in failure.headers if name.lower() == "retry-after"]
    for seconds in waits:
        yield {"@type": f"{TYPES}RetryInfo", "retryDelay": f"{seconds}s"}
