"""What the rules about many requests at once read from a run. Pure.

Rules of this file: a request has reached an upstream when the journal has a call
with its mark, whatever the client was told; the client's side is never guessed
from the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from conformance.model import End
from conformance.wire import own
from conformance.wire.view import View

__all__ = [
    "in_volley",
    "is_let_in",
    "is_refused",
    "is_served",
    "lasted_s",
    "limit",
    "mark_of",
    "reached_s",
    "span_s",
]


def in_volley(views: Sequence[View], volley: str | None) -> Iterator[tuple[int, View]]:
    """The exchanges of a volley with their places; of the whole run for None."""
    for place, view in enumerate(views):
        if volley is None or view.exchange.volley == volley:
            yield place, view


def is_served(view: View) -> bool:
    """A whole answer with a 2xx status came, without an error in it."""
    status = view.status or 0
    return 200 <= status < 300 and view.exchange.end is End.EOF and not view.errors


def is_refused(view: View) -> bool:
    """The answer is that too much is asked for."""
    return view.status == 429


def is_let_in(view: View) -> bool:
    """The request reached an upstream; from outside, it was served."""
    return is_served(view) if view.exchange.upstream is None else bool(view.upstream)


def lasted_s(views: Sequence[View]) -> float:
    """From the first request to the last answer; 0 where the record does not say."""
    spans = [span_s(view) for view in views if view.exchange.started_at]
    return max(end for _, end in spans) - min(begin for begin, _ in spans) if spans else 0.0


def span_s(view: View) -> tuple[float, float]:
    """When the request began and ended, by the client's calendar clock."""
    at = view.exchange.started_at
    began = datetime.fromisoformat(at).timestamp() if at else 0.0
    return began, began + view.exchange.duration_s


def reached_s(view: View) -> float | None:
    """When the request first reached an upstream, in seconds of its generation."""
    return min((call.call.arrived_s for call in view.upstream), default=None)


def mark_of(view: View) -> str:
    """The mark that the request carries; empty without one."""
    return min(own.marks_in(view.exchange.request.body), default="")


def limit(views: Sequence[View], name: str, default: float = 0) -> float:
    """What the rig says of one limit of the key."""
    return next((v.exchange.limits[name] for v in views if name in v.exchange.limits), default)
