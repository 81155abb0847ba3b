"""What is Gemini's own: errors as ``google.rpc.Status``, lists of models, names in bodies.

Rules of this file: JSON values only. The status name of an upstream and its details
stay where its message does; both lose what is the channel's secret.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.envelope import Problem, Reason
from conformance.relay.relayed import scrub
from conformance.relay.retry import Cause

__all__ = ["ROOT", "envelope", "listing", "local", "model", "renamed", "retry_after"]

ROOT = "/v1beta/models"
_STABLE = "/v1/models"

_STATUSES: Mapping[int, str] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
"""google/rpc/code.proto; what stands here not takes the name of its class."""

_NAME = re.compile(r"[A-Z][A-Z_]{1,63}")
_DELAY = re.compile(r"(\d{1,9})(\.\d+)?s")
"""google.protobuf.Duration in JSON."""
_METHODS = ("generateContent", "streamGenerateContent", "countTokens")


def local(path: str, method: str, *, is_own: bool) -> str:
    """Return where a path is served: Gemini's stable version has those of its beta.

    OpenAI's lists of models have the same paths; ``is_own`` says whether the client
    shows its key as Google's clients do.
    """
    if path != _STABLE and not path.startswith(f"{_STABLE}/"):
        return path
    is_asked = method == "POST" and ":" in path.rpartition("/")[2]
    return ROOT + path.removeprefix(_STABLE) if is_own or is_asked else path


def envelope(problem: Problem, _request_id: str) -> dict[str, JSON]:
    """Return the error body."""
    general = _STATUSES[400 if problem.status < 500 else 500]
    error = {
        "code": problem.status,
        "message": problem.message,
        "status": _STATUSES.get(problem.status, general),
    }
    return {"error": error | _told(problem)}


def _told(problem: Problem) -> dict[str, JSON]:
    """Return what an upstream said, whose refusal is passed on."""
    failure, channel = problem.failure, problem.channel
    is_passed_on = (
        problem.reason is Reason.UPSTREAM
        and failure is not None
        and failure.cause is Cause.STATUS
        and failure.status == problem.status
    )
    if not is_passed_on or failure is None or channel is None:
        return {}
    error = failure.error or {}
    told: dict[str, JSON] = {}
    if isinstance(error.get("status"), str) and _NAME.fullmatch(error["status"]):
        told["status"] = error["status"]
    if isinstance(error.get("details"), list) and problem.status < 500:
        told["details"] = jsontext.decode(scrub(jsontext.dump(error["details"]), channel))
    return told


def retry_after(error: Mapping[str, JSON]) -> dict[str, str]:
    """Return the header that says what Google's RetryInfo does, in whole seconds."""
    details = error.get("details")
    for row in details if isinstance(details, list) else ():
        delay = row.get("retryDelay") if isinstance(row, Mapping) else None
        found = _DELAY.fullmatch(delay) if isinstance(delay, str) else None
        if found:
            return {"Retry-After": str(int(found[1]) + bool(found[2]))}
    return {}


def model(alias: str) -> dict[str, JSON]:
    """Return one model object; what an alias can do beyond this is its upstream's to know."""
    methods = list(_METHODS)
    return {"name": f"models/{alias}", "displayName": alias, "supportedGenerationMethods": methods}


def listing(aliases: tuple[str, ...]) -> dict[str, JSON]:
    """Return the list object; it is one page."""
    return {"models": [model(alias) for alias in aliases]}


def renamed(body: dict[str, JSON], name: str) -> dict[str, JSON]:
    """Return the body under the upstream's name for the model, wherever it names one."""
    shown = {key: _named(value, name) for key, value in body.items()}
    return shown | ({"model": f"models/{name}"} if "model" in body else {})


def _named(value: JSON, name: str) -> JSON:
    """Return a request inside a request, or a list of them, under the other name."""
    if isinstance(value, list):
        return [_named(one, name) for one in value]
    if isinstance(value, dict) and isinstance(value.get("model"), str):
        return value | {"model": f"models/{name}"}
    return value
