"""Rules of requests that are under way together: each gets its own answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.checks.registry import check
from conformance.checks.volley import is_served, mark_of
from conformance.model import Violation
from conformance.wire import own
from conformance.wire.view import View


@check("isolation.foreign-marks", given="some-served", whole_run=True)
def foreign_marks(views: Sequence[View]) -> Iterator[Violation]:
    """No answer holds the mark of another request."""
    for place, view in enumerate(views):
        foreign = _marks(view) - {mark_of(view)}
        if foreign:
            yield Violation(
                f"the answer to {mark_of(view)} holds {min(foreign)}",
                expected=mark_of(view),
                got=sorted(foreign)[:5],
                exchange=place,
            )


@check("isolation.own-mark", given="some-served", whole_run=True)
def own_mark(views: Sequence[View]) -> Iterator[Violation]:
    """Each whole answer of a model that repeats what it is told holds its own mark."""
    for place, view in enumerate(views):
        repeats = is_served(view) and "messages" in (view.request_json[0] or {})
        if repeats and mark_of(view) not in _marks(view):
            yield Violation(
                f"the answer to {mark_of(view)} does not repeat it",
                expected=mark_of(view),
                got=view.text[:200],
                exchange=place,
            )


@check("isolation.upstream-marks", given="some-served", whole_run=True)
def upstream_marks(views: Sequence[View]) -> Iterator[Violation]:
    """Every call of an upstream is one client's request, and every request makes its own."""
    for place, view in enumerate(views):
        for call in view.upstream:
            seen = own.marks_in(call.call.body)
            if seen != {mark_of(view)}:
                yield Violation(
                    f"an upstream got {', '.join(sorted(seen)) or 'no mark'}",
                    expected=mark_of(view),
                    got=sorted(seen)[:5],
                    exchange=place,
                )
        if is_served(view) and not view.upstream:
            yield Violation(
                f"{mark_of(view)} was answered without a call of its own", exchange=place
            )


def _marks(view: View) -> frozenset[str]:
    """The marks in the octets of an answer, and in its text where pieces had split them."""
    return own.marks_in(view.octets) | own.marks_in(view.stream_text().encode())
