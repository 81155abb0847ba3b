"""Errors in the client's dialect: which status, type and code each refusal has.

Rules of this file: every message is the relay's own; an upstream's words pass
only where ``relayed`` lets them, and never with a key or a host in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from conformance.model import JSON
from conformance.relay.config import Channel, Role
from conformance.relay.retry import Failure

__all__ = ["Problem", "Reason", "RelayError", "dressed", "envelope", "refusal"]


class Reason(StrEnum):
    """Why a request is not answered as asked."""

    MISSING_KEY = "missing_key"
    BAD_KEY = "bad_key"
    EXPIRED_KEY = "expired_key"
    DISABLED_KEY = "disabled_key"
    NO_BALANCE = "no_balance"
    UNKNOWN_PATH = "unknown_path"
    WRONG_METHOD = "wrong_method"
    MEDIA_TYPE = "media_type"
    TOO_LARGE = "too_large"
    BAD_JSON = "bad_json"
    BAD_FORM = "bad_form"
    WRONG_TYPE = "wrong_type"
    MISSING_FIELD = "missing_field"
    UNKNOWN_MODEL = "unknown_model"
    """Of a request for a completion."""
    NO_SUCH_MODEL = "no_such_model"
    """Of ``GET /v1/models/{id}``."""
    NO_SUCH_RESPONSE = "no_such_response"
    """Of a response that is unknown here or another key's."""
    NO_PREVIOUS_RESPONSE = "no_previous_response"
    UNSUPPORTED = "unsupported"
    """What is asked for cannot be carried over to the upstream's dialect."""
    NO_SUCH_TASK = "no_such_task"
    """Of a task that is unknown here or another key's."""
    LIMIT = "limit"
    INTERNAL = "internal"
    """The relay itself went wrong."""
    UPSTREAM = "upstream"


_INVALID = "invalid_request_error"

_ROWS: Mapping[Reason, tuple[int, str, str | None]] = {
    Reason.MISSING_KEY: (401, _INVALID, None),
    Reason.BAD_KEY: (401, _INVALID, "invalid_api_key"),
    Reason.EXPIRED_KEY: (401, _INVALID, "invalid_api_key"),
    Reason.DISABLED_KEY: (401, _INVALID, "invalid_api_key"),
    Reason.NO_BALANCE: (429, "insufficient_quota", "insufficient_quota"),
    Reason.UNKNOWN_PATH: (404, _INVALID, "unknown_url"),
    Reason.WRONG_METHOD: (405, _INVALID, "method_not_supported"),
    Reason.MEDIA_TYPE: (415, _INVALID, "unsupported_content_type"),
    Reason.TOO_LARGE: (413, _INVALID, "request_too_large"),
    Reason.BAD_JSON: (400, _INVALID, None),
    Reason.BAD_FORM: (400, _INVALID, None),
    Reason.WRONG_TYPE: (400, _INVALID, "invalid_type"),
    Reason.MISSING_FIELD: (400, _INVALID, "missing_required_parameter"),
    Reason.UNKNOWN_MODEL: (404, _INVALID, "model_not_found"),
    Reason.NO_SUCH_MODEL: (404, _INVALID, "model_not_found"),
    Reason.NO_SUCH_RESPONSE: (404, _INVALID, None),
    Reason.NO_PREVIOUS_RESPONSE: (400, _INVALID, "previous_response_not_found"),
    Reason.UNSUPPORTED: (400, _INVALID, "unsupported_parameter"),
    Reason.NO_SUCH_TASK: (404, _INVALID, None),
    Reason.LIMIT: (429, "requests", "rate_limit_exceeded"),
    Reason.INTERNAL: (500, "server_error", "server_error"),
}
"""Status, type and code of the relay's own refusals."""

_SITUATIONS: Mapping[Reason, tuple[str, ...]] = {
    Reason.MISSING_KEY: ("missing_key", "bad_key"),
    Reason.BAD_KEY: ("bad_key",),
    Reason.EXPIRED_KEY: ("expired_key",),
    Reason.DISABLED_KEY: ("disabled_key",),
    Reason.NO_BALANCE: ("no_money",),
    Reason.UNKNOWN_PATH: ("unknown_path",),
    Reason.WRONG_METHOD: ("wrong_method",),
    Reason.BAD_JSON: ("bad_parameters",),
    Reason.WRONG_TYPE: ("bad_parameters",),
    Reason.MISSING_FIELD: ("bad_parameters",),
    Reason.UNKNOWN_MODEL: ("unknown_model",),
    Reason.LIMIT: ("rate_limit",),
    Reason.INTERNAL: ("server_error",),
}
"""What a role calls each reason; the first that it speaks about counts."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One error as the client is told it; ``failure`` and ``channel`` stay inside."""

    reason: Reason
    status: int
    message: str
    type: str = _INVALID
    code: JSON = None
    param: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    failure: Failure | None = None
    channel: Channel | None = None
    absent: frozenset[str] = frozenset()
    """Keys that the error object lacks."""


class RelayError(Exception):
    """The request ends with an error; ``problem`` is what the client is told."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def refusal(
    reason: Reason,
    message: str,
    *,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> RelayError:
    """Return the error with which the relay itself refuses a request."""
    status, type_, code = _ROWS[reason]
    return RelayError(Problem(reason, status, message, type_, code, param, headers or {}))


def dressed(problem: Problem, role: Role) -> Problem:
    """Return the problem as a relay in this role tells it; its words stay."""
    for situation in _situations(problem):
        told = role.errors.get(situation)
        if told is not None:
            return replace(
                problem,
                status=told.status,
                type=told.type,
                code=told.code,
                param=problem.param if told.param is None else told.param,
                absent=told.absent,
            )
    return replace(problem, absent=role.absent)


def envelope(problem: Problem) -> dict[str, JSON]:
    """Return the error object with all four keys, unless the role leaves some out."""
    error = {
        "message": problem.message,
        "type": problem.type,
        "param": problem.param,
        "code": problem.code,
    }
    return {"error": {key: error[key] for key in error if key not in problem.absent}}


def _situations(problem: Problem) -> tuple[str, ...]:
    """An upstream's own 500 is a server error; other statuses of it say more and stay."""
    if problem.reason is Reason.UPSTREAM and problem.status == 500:
        return ("server_error",)
    return _SITUATIONS.get(problem.reason, ())
