"""Errors as each family of tasks tells them.

Rules of this file: from a row of the catalogue to the family's body; a body that is
no plain error stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from mock_upstream import errors, text
from mock_upstream.frames import Frames
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import headers
from mock_upstream.reply import Failure

__all__ = ["kling", "midjourney", "rendered", "suno", "worded"]

Error = Mapping[str, JSON]
"""message, type, param, code."""

_FAULT = 9
"""What midjourney-proxy calls a fault of its own."""
_KLING_CODES = {401: 1002, 403: 1103, 404: 1203, 429: 1302, 503: 5001, 504: 5002}
"""Status -> what Kling calls it, where no row of its own is told; others by their hundreds."""


def rendered(failure: Failure, tell: Callable[[Failure, Error], JSON], number: int) -> Frames:
    """The frames of ``failure`` with the body that ``tell`` makes of its error."""
    body = failure.body
    is_plain = isinstance(body, Mapping) and set(body) == {"error"}
    if is_plain and isinstance(body["error"], Mapping):
        failure = replace(failure, body=tell(failure, body["error"]))
    common = headers.common(failure.status, failure.body, number=number)
    return errors.render_failure(replace(failure, headers=headers.merged(common, failure.headers)))


def midjourney(failure: Failure, *, number: int = 0) -> Frames:
    """A code, a description, and no result."""
    return rendered(failure, _midjourney, number)


def _midjourney(_failure: Failure, error: Error) -> JSON:
    code = str(error.get("code"))
    return {
        "code": int(code) if code.isdigit() else _FAULT,
        "description": error.get("message"),
        "result": None,
        "properties": {},
    }


def suno(failure: Failure, *, number: int = 0) -> Frames:
    """A word for a code, a message, and no data."""
    return rendered(failure, _suno, number)


def _suno(failure: Failure, error: Error) -> JSON:
    code = error.get("code") or failure.name or "invalid_request"
    return {"code": code, "message": error.get("message"), "data": None}


def kling(failure: Failure, *, number: int = 0) -> Frames:
    """A code in digits, a message, and the id of the request."""
    return rendered(failure, _kling, number)


def _kling(failure: Failure, error: Error) -> JSON:
    said = str(error.get("code"))
    usual = _KLING_CODES.get(failure.status, 1200 if failure.status < 500 else 5000)
    code = int(said) if said.isdigit() else usual
    return {
        "code": code,
        "message": error.get("message"),
        "request_id": f"{text.digest('request', code):016x}",
    }


def worded(failure: Failure, *, number: int = 0) -> Frames:
    """Words under ``error``."""
    return rendered(failure, lambda _, error: {"error": error.get("message")}, number)
