"""Rules of tasks: a life goes one way, is told as it is, and ends once.

Rules of this file: each check sees all exchanges of its probe, and reads the tasks of
any family by ``wire.tasks``. What an exchange does not tell of is none of its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire import tasks
from conformance.wire.tasks import Phase, Telling
from conformance.wire.view import View

Course = list[tuple[int, Telling]]
"""What was told of a task, each with the place of its exchange."""


def course(views: Sequence[View]) -> Course:
    """What the fetches told, in their order."""
    found = ((index, tasks.told(view)) for index, view in enumerate(views) if is_fetch(view))
    return [(index, one) for index, one in found if one is not None]


def is_fetch(view: View) -> bool:
    """Whether one task was asked for by its id."""
    return view.exchange.request.method == "GET"


@check("tasks.accepted", given="served", whole_run=True)
def accepted(views: Sequence[View]) -> Iterator[Violation]:
    """The answer to each submission has status 200 and the id of its task."""
    for index, view in enumerate(views):
        if is_fetch(view):
            continue
        if view.status != 200:
            yield Violation("the task is not taken", expected=200, got=view.status, exchange=index)
        elif tasks.made(view) is None:
            yield Violation("there is no id of a task", got=view.text[:300], exchange=index)


@check("tasks.same-id", given="task", whole_run=True)
def same_id(views: Sequence[View]) -> Iterator[Violation]:
    """A task that is fetched bears the id that its submission was answered with."""
    ids = {id_ for view in views if not is_fetch(view) and (id_ := tasks.made(view))}
    for index, one in course(views):
        if one.id not in ids:
            found = "the task has another id"
            yield Violation(found, expected=sorted(ids), got=one.id, exchange=index)


@check("tasks.word", given="task", whole_run=True)
def word(views: Sequence[View]) -> Iterator[Violation]:
    """Each status is a word of the family."""
    for index, one in course(views):
        if one.phase is None:
            yield Violation("an unknown status", got=one.status, exchange=index)


@check("tasks.forward", given="task", whole_run=True)
def forward(views: Sequence[View]) -> Iterator[Violation]:
    """No task goes back to an earlier status; only one that waits may begin again."""
    for (_, before), (index, after) in pairwise(course(views)):
        if before.phase is None or after.phase is None or before.phase is Phase.WAITING:
            continue
        if after.phase < before.phase:
            yield Violation("the task goes back", None, before.status, after.status, index)


@check("tasks.percent", given="task", whole_run=True)
def percent(views: Sequence[View]) -> Iterator[Violation]:
    """Progress is a share from 0 to 100, and does not fall while the task runs."""
    found = [(index, one) for index, one in course(views) if one.percent is not None]
    for index, one in found:
        if not 0 <= (one.percent or 0) <= 100:
            yield Violation("no share of the work", None, "0 to 100", one.percent, index)
    for (_, before), (index, after) in pairwise(found):
        if before.phase is after.phase and (after.percent or 0) < (before.percent or 0):
            yield Violation("progress falls", None, before.percent, after.percent, index)
