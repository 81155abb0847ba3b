"""Rules of tasks: a life goes one way, is told under one id, and ends once.

Rules of this file: each check sees all exchanges of its probe, and reads the tasks of
any family by ``wire.tasks``. What an exchange does not tell of is none of its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire import tasks
from conformance.wire.tasks import Phase, Telling
from conformance.wire.view import View

__all__ = ["Course", "course", "is_fetch", "looks"]

Course = list[tuple[int, Telling]]
"""What was told of a task, each with the place of its exchange."""


def course(views: Sequence[View]) -> Course:
    """What the fetches told, in their order."""
    found = ((index, tasks.told(view)) for index, view in looks(views))
    return [(index, one) for index, one in found if one is not None]


def looks(views: Sequence[View]) -> list[tuple[int, View]]:
    """The fetches of one task by its id, with their places."""
    return [(index, view) for index, view in enumerate(views) if is_fetch(view)]


def is_fetch(view: View) -> bool:
    """Whether one task was asked for by its id."""
    is_family = tasks.family_of(view.path) is not None
    return view.exchange.request.method == "GET" and is_family and "/image-seed" not in view.path


@check("tasks.accepted", given="served", whole_run=True)
def accepted(views: Sequence[View], *, places: Sequence[int] = (0,)) -> Iterator[Violation]:
    """The answer to each submission has status 200 and the id of its task."""
    for index in places:
        view = views[index]
        if view.status != 200:
            yield Violation("the task is not taken", None, 200, view.status, index)
        elif tasks.made(view) is None:
            yield Violation("there is no id of a task", got=view.text[:300], exchange=index)


@check("tasks.told", given="made", whole_run=True)
def told(views: Sequence[View], *, places: Sequence[int] = ()) -> Iterator[Violation]:
    """A task that was taken is told of when it is fetched."""
    for index, view in looks(views):
        if places and index not in places:
            continue
        if view.status != 200 or tasks.told(view) is None:
            yield Violation("the task is not told of", got=view.text[:300], exchange=index)


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


@check("tasks.stays", given="ended", whole_run=True)
def stays(views: Sequence[View]) -> Iterator[Violation]:
    """What has ended is told again as it ended, with the same files."""
    told = {index: tasks.told(view) for index, view in looks(views)}
    ended = next(one for one in told.values() if one is not None and one.phase is Phase.OVER)
    is_behind = False
    for index, one in told.items():
        is_same = one is not None and (one.status, one.results) == (ended.status, ended.results)
        if is_behind and not is_same:
            got = one.status if one else views[index].text[:300]
            yield Violation("the end does not stay", None, ended.status, got, index)
        is_behind = is_behind or one is ended


@check("tasks.unknown", given="answered")
def unknown(view: View, *, accept: Sequence[int]) -> Iterator[Violation]:
    """A task that nobody has is refused, and not told of."""
    if view.status not in accept:
        yield Violation("the status", expected=list(accept), got=view.status)
    elif tasks.told(view) is not None or tasks.made(view) is not None:
        yield Violation("a task is told of that nobody has", got=view.text[:300])


@check("tasks.nothing-listed", given="ok")
def nothing_listed(view: View) -> Iterator[Violation]:
    """A list of tasks that nobody has is empty."""
    if tasks.rows(view):
        yield Violation("a task is told of that nobody has", got=view.text[:300])


@check("tasks.listed", given="made", whole_run=True)
def listed(views: Sequence[View], *, place: int) -> Iterator[Violation]:
    """The list at ``place`` tells of each task that was taken, and of no other."""
    expected = sorted({id_ for view in views[:place] if (id_ := tasks.made(view))})
    got = sorted(one.id for one in tasks.rows(views[place]))
    if got != expected:
        yield Violation("the list has other tasks", None, expected, got, place)


@check("tasks.foreign", given="made", whole_run=True)
def foreign(views: Sequence[View], *, places: Sequence[int]) -> Iterator[Violation]:
    """Nothing of the task is told to who asks with another key."""
    ids = {id_ for view in views if not is_fetch(view) and (id_ := tasks.made(view))}
    for index in places:
        view = views[index]
        told = [one.id for one in (tasks.told(view), *tasks.rows(view)) if one is not None]
        if ids & set(told):
            found = "the task is told to a stranger"
            yield Violation(found, got=view.text[:300], exchange=index)


@check("tasks.waits", given="made", whole_run=True)
def waits(views: Sequence[View], *, taken: int, told: int) -> Iterator[Violation]:
    """A task that waits for its client says so, when it is taken and when it is fetched."""
    body = views[taken].json
    code = body.get("code") if isinstance(body, Mapping) else None
    if code != _WAITING:
        yield Violation("the wait is not told", "/code", _WAITING, code, taken)
    seen = tasks.told(views[told])
    if seen is not None and seen.phase is not Phase.WAITING:
        yield Violation("the wait is not told", "/status", "MODAL", seen.status, told)


_WAITING = 21
"""What midjourney-proxy answers where a window is to be filled in."""
