"""Rules of a client that leaves: what the relay still does for it.

Rules of this file: evidence is the mock's journal. Its clock and the client's meet
at the arrival of a call, which is taken for the moment when the client began.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from conformance.checks import upstream
from conformance.checks.registry import check
from conformance.model import End, Violation
from conformance.wire.view import View

GRACE_S = 0.5
"""A call may be on its way when the client leaves, and be late on a machine under load."""


@check("cancel.released", given="some-left", whole_run=True)
def released(views: Sequence[View]) -> Iterator[Violation]:
    """When a client leaves, the relay closes what it had asked for it."""
    for place, view in enumerate(views):
        if view.exchange.end is End.LEFT:
            for violation in upstream.released(view):
                yield replace(violation, exchange=place)


@check("cancel.prompt", given="some-left", whole_run=True)
def prompt(views: Sequence[View], *, within_s: float) -> Iterator[Violation]:
    """The upstream's connection is closed soon after the client's."""
    for place, view in enumerate(views):
        for call in view.upstream if view.exchange.end is End.LEFT else ():
            closed_s = call.call.closed_s
            after_s = None if closed_s is None else closed_s - _left_s(view)
            if after_s is None or after_s > within_s:
                seen = "never closed" if after_s is None else f"closed {after_s:.2f} s later"
                yield Violation(seen, expected=within_s, got=after_s, exchange=place)


@check("cancel.no-further-calls", given="some-left", whole_run=True)
def no_further_calls(views: Sequence[View]) -> Iterator[Violation]:
    """No call is made for a client that has left."""
    for place, view in enumerate(views):
        for call in view.upstream if view.exchange.end is End.LEFT else ():
            after_s = call.call.arrived_s - _left_s(view)
            if after_s > GRACE_S:
                message = f"{call.call.upstream} was called {after_s:.2f} s after the client left"
                yield Violation(message, got=after_s, exchange=place)


def _left_s(view: View) -> float:
    """When the client left, on the clock of the upstreams."""
    began_s = min(call.call.arrived_s for call in view.upstream)
    return began_s + view.exchange.duration_s
