"""What must hold of a whole run before there is something to judge.

Rules of this file: as in ``given``, each entry says why it does not hold, or
``None``; here single requests may fail, and are meant to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from conformance.checks.volley import is_refused, is_served
from conformance.model import End
from conformance.wire.view import View

__all__ = ["GROUNDS", "REMAINING"]

REMAINING = "x-ratelimit-remaining-requests"


def none_served(views: Sequence[View]) -> str | None:
    """At least one request was served."""
    return None if any(map(is_served, views)) else "no request was served"


def none_refused(views: Sequence[View]) -> str | None:
    """At least one request was refused with 429."""
    return None if any(map(is_refused, views)) else "no request was refused with 429"


def none_left(views: Sequence[View]) -> str | None:
    """A client left, and the relay had called an upstream for each that did."""
    left = [view for view in views if view.exchange.end is End.LEFT]
    if not left:
        return "no client left before its answer was over"
    silent = sum(not view.upstream for view in left)
    return f"{silent} clients left before an upstream was called" if silent else None


def none_told(views: Sequence[View]) -> str | None:
    """At least one answer says how many requests remain."""
    is_told = any(REMAINING in view.headers for view in views)
    return None if is_told else f"no answer has {REMAINING}"


def none_guarded(views: Sequence[View]) -> str | None:
    """The first request, which has no key, was refused for it."""
    status = views[0].status
    return None if status in {401, 403} else f"without a key the relay answers {status}"


GROUNDS: Mapping[str, Callable[[Sequence[View]], str | None]] = {
    "some-served": none_served,
    "some-refused": none_refused,
    "some-left": none_left,
    "remaining-told": none_told,
    "guarded": none_guarded,
}
