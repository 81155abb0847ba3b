"""Refusals as those tell them who make films and pictures: Kling, Runway and Ideogram.

Rules of this file: JSON values only. What an upstream says of a request is passed on
in its own body; what speaks of a key or a path is told as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.model import JSON
from conformance.relay.envelope import Problem, envelope
from conformance.relay.tasks import EVERYWHERE, passed_on

__all__ = ["kling", "worded"]

_KLING_CODES: Mapping[int, int] = {404: 1203, 429: 1302, 503: 5001, 504: 5002}
"""Status -> what Kling calls it; others are by their hundreds."""


def kling(problem: Problem, request_id: str) -> dict[str, JSON]:
    """Return the error body of Kling's paths: digits for a code, a message, the request's id."""
    if problem.reason in EVERYWHERE:
        return envelope(problem)
    code = _KLING_CODES.get(problem.status, 1200 if problem.status < 500 else 5000)
    told = {"code": code, "message": problem.message, "request_id": request_id}
    return passed_on(problem) or told


def worded(problem: Problem, _request_id: str) -> dict[str, JSON]:
    """Return the error body of Runway's and Ideogram's paths: words under ``error``."""
    if problem.reason in EVERYWHERE:
        return envelope(problem)
    return passed_on(problem) or {"error": problem.message}
