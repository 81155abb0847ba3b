"""What must hold of a whole run before there is something to judge.

Rules of this file: as in ``given``, each entry says why it does not hold, or
``None``; here single requests may fail, and are meant to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from conformance.checks.volley import is_let_in, is_refused, is_served, lasted_s, limit
from conformance.model import End
from conformance.wire import tasks
from conformance.wire.view import View

__all__ = ["GROUNDS", "REMAINING", "WINDOW_S"]

REMAINING = "x-ratelimit-remaining-requests"

WINDOW_S = 60.0
"""How long a window lasts where the rig does not say."""


def none_served(views: Sequence[View]) -> str | None:
    """At least one request was served."""
    return None if any(map(is_served, views)) else "no request was served"


def none_refused(views: Sequence[View]) -> str | None:
    """At least one request was refused with 429."""
    return None if any(map(is_refused, views)) else "no request was refused with 429"


def none_deferred(views: Sequence[View]) -> str | None:
    """A request was refused with 429 and told when to come back."""
    said = [view.headers.get("retry-after") for view in views if is_refused(view)]
    return None if any(said) else "no refusal with 429 says when to come back"


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


def none_over(views: Sequence[View]) -> str | None:
    """More was asked for than a window admits, all of it within one."""
    most, window_s = limit(views, "rpm"), limit(views, "window_s", WINDOW_S)
    if sum(map(is_let_in, views)) < most or len(views) <= most:
        return f"fewer than {most:g} requests were let in"
    took_s = lasted_s(views)
    return f"they took {took_s:.0f} s, more than a window" if took_s >= window_s else None


def none_made(views: Sequence[View]) -> str | None:
    """A task was taken."""
    is_made = any(tasks.made(view) for view in views if view.exchange.request.method == "POST")
    return None if is_made else "no task was taken (TSK-001 judges that)"


def none_told_of(views: Sequence[View]) -> str | None:
    """A task was taken, and told of when it was fetched."""
    is_told = any(tasks.told(view) for view in views if view.exchange.request.method == "GET")
    return none_made(views) or (None if is_told else "no task is told of (TSK-002 judges that)")


def none_ended(views: Sequence[View]) -> str | None:
    """A task was told of as over."""
    told = (tasks.told(view) for view in views)
    is_over = any(one is not None and one.phase is tasks.Phase.OVER for one in told)
    return none_told_of(views) or (None if is_over else "no task is told of as over")


def none_fetched(views: Sequence[View]) -> str | None:
    """A task was told of by both sides."""
    is_said = any(tasks.upstream(view) for view in views)
    return none_told_of(views) or (None if is_said else "the upstream was not asked for the task")


def none_kept(views: Sequence[View]) -> str | None:
    """The address that a task told of was asked, at a host that we know."""
    told = {url for view in views if (one := tasks.told(view)) for url in one.results}
    if not told:
        return none_ended(views) or "no file is told of"
    asked = {view.exchange.request.url for view in views}
    return None if asked & told else "the file is kept at a host that is not asked"


def none_called(views: Sequence[View]) -> str | None:
    """A hook was called."""
    is_called = any(view.exchange.deliveries for view in views)
    return none_made(views) or (
        None if is_called else "nobody called the hook (TSK-022 judges that)"
    )


GROUNDS: Mapping[str, Callable[[Sequence[View]], str | None]] = {
    "some-served": none_served,
    "some-refused": none_refused,
    "some-deferred": none_deferred,
    "some-left": none_left,
    "remaining-told": none_told,
    "window-filled": none_over,
    "guarded": none_guarded,
    "made": none_made,
    "task": none_told_of,
    "ended": none_ended,
    "fetched": none_fetched,
    "file": none_kept,
    "called-back": none_called,
}
