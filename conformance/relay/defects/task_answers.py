"""Defects of what is told around tasks: unknown ones, lists, files, and hooks."""

from __future__ import annotations

import re

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.answer import Answer
from conformance.relay.answer import Body as About
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.defects.tasks import Body, Place, Tasks, changed
from conformance.relay.envelope import Problem, Reason, refusal

__all__ = ["TASK_ANSWERS"]

_NUMBER = re.compile(r"[0-9a-f]{16}")


class TaskUnknown500(Tasks):
    """A task that nobody has is answered with 500."""

    name = "task_unknown_500"

    def error(self, problem: Problem) -> Problem:
        """Tell of a failure instead."""
        is_unknown = problem.reason is Reason.NO_SUCH_TASK
        return refusal(Reason.INTERNAL, "The task failed.").problem if is_unknown else problem


class TaskUnknownPending(Tasks):
    """A task that nobody has is told as one that has not begun, so that clients wait for ever."""

    name = "task_unknown_pending"

    def answer(self, answer: Answer) -> Answer:
        """Make one up."""
        problem = answer.problem
        if problem is None or problem.reason is not Reason.NO_SUCH_TASK:
            return answer
        if self.place is None or not self.is_fetch:
            return answer
        row, around = self.place.row, self.place.around
        body = {**around, "data": row} if around else row
        return Answer(200, About.RESULT, jsontext.encode(body))


class TaskListPadded(Tasks):
    """A list of tasks has one more, which nobody has."""

    name = "task_list_padded"

    def tasks(self, rows: list[JSON]) -> list[JSON]:
        """Append it."""
        return [*rows, self.place.row] if self.place else rows


class TaskListCut(Tasks):
    """A list of tasks lacks the first."""

    name = "task_list_cut"

    def tasks(self, rows: list[JSON]) -> list[JSON]:
        """Leave it out."""
        return rows[1:]


class TaskOpen(Defect):
    """A task is told to whoever knows its id."""

    name = "task_open"
    switches = frozenset({Switch.OPEN_TASKS})


class TaskFiles(Tasks):
    """A defect of the addresses of results."""

    def fetched(self, body: Body, place: Place) -> JSON:
        """Change each that is there."""
        shown: JSON = body
        for path in place.files:
            shown = changed(shown, path, lambda url: self.moved(url) if url else url)
        return shown

    def moved(self, url: str) -> str:
        """Return another address."""
        return url


class TaskFileNowhere(TaskFiles):
    """The address of a result leads nowhere."""

    name = "task_file_nowhere"

    def moved(self, url: str) -> str:
        """Spoil its end."""
        return f"{url}-gone"


class TaskFileSwapped(TaskFiles):
    """The address of a result leads to another file."""

    name = "task_file_swapped"

    def moved(self, url: str) -> str:
        """Take the number of another."""
        return _NUMBER.sub(lambda match: match[0][::-1], url)


class TaskHookDropped(Tasks):
    """The address to call back is not forwarded."""

    name = "task_hook_dropped"

    def request_body(self, body: Body) -> Body:
        """Take the field out."""
        hook = self.place.hook if self.place else ""
        return {name: value for name, value in body.items() if name != hook}


TASK_ANSWERS: tuple[type[Defect], ...] = (
    TaskUnknown500,
    TaskUnknownPending,
    TaskListPadded,
    TaskListCut,
    TaskOpen,
    TaskFileNowhere,
    TaskFileSwapped,
    TaskHookDropped,
)
"""The defects of this family."""
