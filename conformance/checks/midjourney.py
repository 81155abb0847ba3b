"""Rules of Midjourney's own: codes and seeds.

Rules of this file: a code is compared as midjourney-proxy writes it, a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire import tasks
from conformance.wire.view import View

_TAKEN = frozenset({1, 21, 22})
"""Codes of submissions that something comes of."""


@check("midjourney.not-taken", given="answered")
def not_taken(view: View) -> Iterator[Violation]:
    """Neither the code nor an id says that a task was made."""
    body = view.json if isinstance(view.json, Mapping) else {}
    if view.status == 200 and (body.get("code") in _TAKEN or tasks.made(view) is not None):
        yield Violation("a refused submission is told as taken", got=view.text[:300])


@check("midjourney.seed", given="ok", whole_run=True)
def seed(views: Sequence[View], *, place: int) -> Iterator[Violation]:
    """The seed that is told is the one that the upstream told."""
    view = views[place]
    said = [call.call.reply.get("body") for call in view.upstream]
    expected = [tasks.text(tasks.at(one, ("result",))) for one in said]
    got = tasks.text(tasks.at(view.json, ("result",)))
    if not got or (expected and got not in expected):
        yield Violation("another seed", "/result", expected, got, place)
