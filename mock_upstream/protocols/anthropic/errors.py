"""Errors of the Anthropic dialect, as values and as frames.

Rules of this file: rows come from ``specs/errors``; one of another dialect is said in
the words of this one, by its status.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from mock_upstream import errors
from mock_upstream.errors import failure
from mock_upstream.frames import Frames
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.anthropic import headers
from mock_upstream.protocols.openai.headers import merged
from mock_upstream.reply import Failure

__all__ = ["failure", "invalid", "render_failure", "worded"]

TYPES = MappingProxyType(
    {
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
)
KNOWN = frozenset({*TYPES.values(), "invalid_request_error", "api_error"})


def invalid(message: str) -> Failure:
    """The 400 of a request that this dialect does not take."""
    return failure("anthropic_invalid_request", message=message)


def worded(failure: Failure, request_id: str) -> Failure:
    """``failure`` in the words of this dialect; a body that is no plain error stays."""
    body = failure.body
    if not isinstance(body, Mapping) or set(body) != {"error"}:
        return failure
    error = body["error"]
    if not isinstance(error, Mapping):
        return failure
    told = {"type": _type(failure, error), "message": error.get("message") or ""}
    return replace(failure, body={"type": "error", "error": told, "request_id": request_id})


def render_failure(failure: Failure, *, number: int = 0) -> Frames:
    """The frames of an error reply to call ``number``, with the headers that every reply has."""
    name = headers.request_id(failure.status, failure.body, number=number)
    said = worded(failure, name)
    return errors.render_failure(
        replace(said, headers=merged(headers.common(name), failure.headers))
    )


def _type(failure: Failure, error: Mapping[str, JSON]) -> str:
    """The error's own type when it is of this dialect and fits, else that of the status."""
    general = "invalid_request_error" if failure.status < 500 else "api_error"
    by_status = TYPES.get(failure.status, general)
    is_own = failure.name is None or (failure.name or "").startswith("anthropic_")
    return str(error["type"]) if is_own and error.get("type") in KNOWN else by_status
