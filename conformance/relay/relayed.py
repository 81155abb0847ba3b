"""What a client is told about an upstream's failure.

Rules of this file: an upstream's words pass only when they speak about the
client's own request or its rate, and then without the channel's key and host;
everything else gets a sentence of the relay's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from conformance.model import JSON
from conformance.relay.config import Channel
from conformance.relay.envelope import Problem, Reason
from conformance.relay.retry import Cause, Failure

__all__ = ["problem_of", "scrub"]

_PASSED_ON = frozenset({400, 404, 413, 422, 429})
"""Statuses whose message, type, code and param are the client's to read."""

_STATUS: Mapping[int, int] = {401: 502, 402: 502, 403: 502, 408: 504, 524: 504, 529: 503}
"""Statuses of an upstream that reach the client as another one."""

_NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_MESSAGES: Mapping[Cause, str] = {
    Cause.CONNECT: "The upstream could not be reached.",
    Cause.TIMEOUT: "The upstream did not answer in time.",
    Cause.STATUS: "The upstream failed to answer.",
    Cause.GARBLED: "The upstream sent an answer that could not be read.",
    Cause.INBAND: "The upstream reported an error.",
    Cause.CUT: "The upstream ended the answer before it was complete.",
    Cause.STALL: "The upstream fell silent before the answer was complete.",
    Cause.BAD_EVENT: "The upstream sent an event that could not be read.",
    Cause.UNFINISHED: "The upstream ended the answer before it was complete.",
}


def problem_of(failure: Failure, channel: Channel) -> Problem:
    """Return the error that tells a client of a failed upstream call."""
    told = failure.cause is Cause.STATUS and failure.status in _PASSED_ON and not failure.is_account
    error = failure.error or {}
    return Problem(
        reason=Reason.UPSTREAM,
        status=_status(failure),
        message=_message(failure, channel, told=told),
        type=_type(failure, told=told),
        code=_code(failure, channel, told=told),
        param=_param(error.get("param"), channel, told=told),
        headers=_headers(failure),
        failure=failure,
        channel=channel,
    )


def scrub(text: str, channel: Channel) -> str:
    """Return the text without the channel's key, address and host."""
    parts = urlsplit(channel.base_url)
    for secret in (channel.key, channel.base_url, parts.netloc, parts.hostname):
        if secret:
            text = text.replace(secret, "***")
    return text


def _status(failure: Failure) -> int:
    if failure.cause in {Cause.TIMEOUT, Cause.STALL}:
        return 504
    if failure.cause is not Cause.STATUS or failure.status is None or failure.is_account:
        return 502
    status = _STATUS.get(failure.status, failure.status)
    if status == 500 and failure.error is None:
        return 502
    return status if status in _PASSED_ON | {409} or 500 <= status <= 504 else 502


def _headers(failure: Failure) -> Mapping[str, str]:
    """Return when to try again: the upstream's word, else a second, unless money is the matter."""
    if _status(failure) not in {429, 503}:
        return {}
    is_billing = (failure.error or {}).get("type") == "insufficient_quota"
    return failure.headers if failure.headers or is_billing else {"Retry-After": "1"}


def _message(failure: Failure, channel: Channel, *, told: bool) -> str:
    message = (failure.error or {}).get("message")
    if told and isinstance(message, str) and message:
        return scrub(message, channel)
    return _MESSAGES[failure.cause]


def _type(failure: Failure, *, told: bool) -> str:
    if failure.error is None and failure.status == 429:
        return "requests"
    return _name(failure, "type", told=told) or (
        "invalid_request_error" if told else "server_error"
    )


def _code(failure: Failure, channel: Channel, *, told: bool) -> str | None:
    if failure.error is None and failure.status == 429:
        return "rate_limit_exceeded"
    code = (failure.error or {}).get("code")
    if told:
        return scrub(code, channel) if isinstance(code, str) else None
    return _name(failure, "code", told=told) or "upstream_error"


def _name(failure: Failure, key: str, *, told: bool) -> str | None:
    """Return a plain identifier of the upstream's error, which can hold no secret.

    What speaks about the relay owner's account (401, 402, 403) is not passed.
    """
    speaks = told or failure.cause is Cause.INBAND or (failure.status or 0) >= 500
    value = (failure.error or {}).get(key)
    return value if speaks and isinstance(value, str) and _NAME.fullmatch(value) else None


def _param(value: JSON, channel: Channel, *, told: bool) -> str | None:
    return scrub(value, channel) if told and isinstance(value, str) else None
