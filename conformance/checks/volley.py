"""What the rules about many requests at once read from a run. Pure.

Rules of this file: a request has reached an upstream when the journal has a call
with its mark, whatever the client was told; the client's side is never guessed
from the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.model import End
from conformance.wire import own
from conformance.wire.view import View

__all__ = ["in_volley", "is_refused", "is_served", "limit", "mark_of", "reached_s"]


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


def reached_s(view: View) -> float | None:
    """When the request first reached an upstream, in seconds of its generation."""
    return min((call.call.arrived_s for call in view.upstream), default=None)


def mark_of(view: View) -> str:
    """The mark that the request carries; empty without one."""
    return min(own.marks_in(view.exchange.request.body), default="")


def limit(views: Sequence[View], name: str, default: float = 0) -> float:
    """What the rig says of one limit of the key."""
    return next((v.exchange.limits[name] for v in views if name in v.exchange.limits), default)
