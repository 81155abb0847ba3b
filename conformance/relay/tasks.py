"""What is each family's own around tasks: ids in bodies, refusals, lists.

Rules of this file: JSON values only. What an upstream says of a request is passed on
in its own body; what speaks of a key or a path is told as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.envelope import Problem, Reason, envelope
from conformance.relay.relayed import scrub
from conformance.relay.retry import Cause

__all__ = [
    "EVERYWHERE",
    "id_at",
    "id_in",
    "is_over",
    "midjourney",
    "passed_on",
    "rows_of",
    "status",
    "suno",
    "with_rows",
]

EVERYWHERE = frozenset(
    {
        Reason.MISSING_KEY,
        Reason.BAD_KEY,
        Reason.EXPIRED_KEY,
        Reason.DISABLED_KEY,
        Reason.NO_BALANCE,
        Reason.UNKNOWN_PATH,
        Reason.WRONG_METHOD,
    }
)
"""What is refused before anybody looks which family is spoken."""


def id_at(body: JSON, path: Sequence[str]) -> str:
    """Return the id that ``path`` leads to; empty when there is none."""
    for key in path:
        body = body.get(key) if isinstance(body, Mapping) else None
    is_id = isinstance(body, str | int) and not isinstance(body, bool)
    return str(body) if is_id else ""


def id_in(value: JSON) -> str:
    """Return the id that a field begins with."""
    words = str(value).split() if isinstance(value, str | int) else []
    return words[0] if words else ""


def is_over(body: Mapping[str, JSON]) -> bool:
    """Whether a task is told of that has ended."""
    inner = body.get("data")
    held = (body, inner if isinstance(inner, Mapping) else {})
    return any(str(one.get(key)).lower() in _ENDS for one in held for key in _STATUSES)


def rows_of(body: Mapping[str, JSON]) -> list[JSON]:
    """Return the tasks of a list: its data, or what stands under no name."""
    rows = body.get("data", body.get(""))
    return rows if isinstance(rows, list) else []


def with_rows(empty: JSON, rows: list[JSON]) -> JSON:
    """Return the list of no task with these in it."""
    return {**empty, "data": rows} if isinstance(empty, Mapping) else rows


def passed_on(problem: Problem) -> dict[str, JSON] | None:
    """Return the body of an upstream's refusal that is the client's to read, without secrets."""
    failure, channel = problem.failure, problem.channel
    if failure is None or channel is None or failure.cause is not Cause.STATUS:
        return None
    if failure.status != problem.status or problem.status >= 500 or failure.body is None:
        return None
    kept: dict[str, JSON] = jsontext.decode(scrub(jsontext.dump(dict(failure.body)), channel))
    return kept


def midjourney(problem: Problem, _request_id: str) -> dict[str, JSON]:
    """Return the error body of Midjourney's paths."""
    if problem.reason in EVERYWHERE:
        return envelope(problem)
    code = _SATURATED if problem.status == 429 else _REFUSED
    words = "task_no_found" if problem.reason is Reason.NO_SUCH_TASK else problem.message
    told = {"description": f"{words} ", "type": "upstream_error", "code": code}
    return passed_on(problem) or told


def suno(problem: Problem, _request_id: str) -> dict[str, JSON]:
    """Return the error body of Suno's paths."""
    if problem.reason in EVERYWHERE:
        return envelope(problem)
    code = _CODES.get(problem.reason, "invalid_request" if problem.status < 500 else _FAILED)
    return passed_on(problem) or {"code": code, "message": problem.message, "data": None}


def status(problem: Problem) -> int:
    """Return the status of a problem: a task that is not there is a wrong request."""
    return 400 if problem.reason is Reason.NO_SUCH_TASK else problem.status


_STATUSES = ("status", "state", "task_status")
_ENDS = frozenset({"success", "succeed", "succeeded", "completed", "failure", "failed", "fail"})
_REFUSED, _SATURATED = 4, 30
_FAILED = "do_request_failed"
_CODES: Mapping[Reason, str] = {
    Reason.NO_SUCH_TASK: "task_not_exist",
    Reason.LIMIT: "rate_limit_exceeded",
}
"""What new-api calls a reason where it tells of tasks; others are by their status."""
