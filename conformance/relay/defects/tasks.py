"""Defects of tasks, whatever the family: their ids, their lives, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = ["TASKS", "Place", "Tasks", "changed"]

Body = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a family has what these defects change: paths into an answer."""

    made: tuple[str, ...]
    """Of a submission: the id."""
    id: tuple[str, ...]
    status: tuple[str, ...]
    begun: str
    """The word of a task that has not begun."""
    progress: tuple[str, ...] = ()


PLACES: Mapping[str, Place] = {
    "/mj": Place(("result",), ("id",), ("status",), "NOT_START", ("progress",)),
}
"""By the beginning of a path."""


def changed(body: JSON, path: Sequence[str], change: Callable[[JSON], JSON]) -> JSON:
    """Return the body with another value where ``path`` leads, if it leads anywhere."""
    if not path:
        return change(body)
    if not isinstance(body, dict) or path[0] not in body:
        return body
    return body | {path[0]: changed(body[path[0]], path[1:], change)}


def found(body: JSON, path: Sequence[str]) -> JSON:
    """Return what ``path`` leads to."""
    for key in path:
        body = body.get(key) if isinstance(body, dict) else None
    return body


class Tasks(Defect):
    """A defect that leaves everything but tasks alone."""

    @property
    def place(self) -> Place | None:
        """Where the family of this request has things; ``None`` for what is no task's."""
        return next((one for root, one in PLACES.items() if self.turn.path.startswith(root)), None)

    @property
    def is_fetch(self) -> bool:
        """Whether one task is asked for."""
        return self.turn.method == "GET"

    def result(self, body: Body) -> Body:
        """Change the answer to a submission, or to a fetch."""
        if self.place is None:
            return body
        shown = self.fetched(body, self.place) if self.is_fetch else self.taken(body, self.place)
        return dict(shown)

    def taken(self, body: Body, place: Place) -> JSON:
        """Return the answer to a submission."""
        return body

    def fetched(self, body: Body, place: Place) -> JSON:
        """Return the answer to a fetch."""
        return body


class TaskIdLost(Tasks):
    """A submission that was taken is answered without the id of its task."""

    name = "task_id_lost"

    def taken(self, body: Body, place: Place) -> JSON:
        """Empty it."""
        return changed(body, place.made, lambda _: "")


class TaskIdChanged(Tasks):
    """A task that is fetched has an id of the relay's own, which nobody can ask for."""

    name = "task_id_changed"

    def fetched(self, body: Body, place: Place) -> JSON:
        """Put another in its place."""
        return changed(body, place.id, lambda id_: f"relay-{id_}")


class TaskGoesBack(Tasks):
    """A task that is half done is told as one that has not begun."""

    name = "task_goes_back"

    def fetched(self, body: Body, place: Place) -> JSON:
        """Forget what was told before."""
        if not _percent(found(body, place.progress)) >= _HALF:
            return body
        return changed(body, place.status, lambda _: place.begun)


class TaskProgressFalls(Tasks):
    """Progress is told as what is left to do."""

    name = "task_progress_falls"

    def fetched(self, body: Body, place: Place) -> JSON:
        """Count down."""
        return changed(body, place.progress, lambda done: f"{100 - _percent(done)}%")


def _percent(told: JSON) -> int:
    digits = str(told).removesuffix("%")
    return int(digits) if digits.isdigit() else 0


_HALF = 50

TASKS: tuple[type[Defect], ...] = (
    TaskIdLost,
    TaskIdChanged,
    TaskGoesBack,
    TaskProgressFalls,
)
"""The defects of this family."""
