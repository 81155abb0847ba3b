"""The tasks that one account has under way, and what a family is asked about them.

Rules of this file: state in the mapping that it is handed; time and signals are
numbers of the caller's. Equal seed, request and place give an equal task.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.course import USUAL, Course, Phase, State

__all__ = ["EPOCH_S", "FILES", "MOST", "SPAN_S", "Ask", "Desk", "Task", "Told", "state_of"]

MOST = 10_000
"""Tasks kept per account; the oldest go first."""
FILES = "/v1/files"
"""Below it the mock serves the files that its links lead to."""
EPOCH_S, SPAN_S = 1_760_000_000, 2_000_000
"""Tasks are dated in the weeks after this second; no clock is read."""

Show = Callable[["Task", State], dict[str, JSON]]
"""The task as its family tells it."""


@dataclass(slots=True, eq=False)
class Task:
    """One task: what was asked for, and how far it is."""

    id: str
    action: str
    request: Mapping[str, JSON]
    course: Course
    number: int
    """What its results are drawn from."""
    root: str
    """Where the client reached the mock, for links to it."""
    show: Show
    hook: str = ""
    """Who is called when it changes; nobody when empty."""
    born_s: float = 0.0
    given: int = 0
    """How often its signal had been given before."""
    looks: int = 0
    told: State | None = None
    """What the hook was last told."""
    calls: Show | None = None
    """What the hook is told, where that is not the task as it is fetched."""

    def called(self, state: State) -> dict[str, JSON]:
        """The body for its hook."""
        return (self.calls or self.show)(self, state)

    @property
    def made_s(self) -> int:
        """When it was submitted, in seconds of the epoch."""
        return EPOCH_S + self.number % SPAN_S

    def file(self, kind: str, index: int, ending: str) -> str:
        """The address of one of its results."""
        number = text.digest(self.number, kind, index)
        return f"{self.root}{FILES}/{kind}/{number:016x}{ending}"


def state_of(task: Task, now_s: float, given: Mapping[str, int]) -> State:
    """Where the task is, by the clock and the signals that were given."""
    step = task.course.step(
        looks=task.looks,
        given=given.get(task.course.signal, 0) - task.given,
        passed_s=max(0.0, now_s - task.born_s),
    )
    return task.course.states[step]


@dataclass(slots=True)
class Desk:
    """The tasks of one account as one call finds them."""

    kept: MutableMapping[str, Any]
    now_s: float = 0.0
    given: Mapping[str, int] = field(default_factory=dict)
    """How often each signal was given in this generation."""
    place: tuple[JSON, ...] = ()
    """What tells this call from all others."""
    watched: list[Task] = field(default_factory=list)
    """Those whose hook is called when they change."""

    def find(self, id_: str) -> Task | None:
        """The task ``id_``, if it is one of this account."""
        found = self.kept.get(id_)
        return found if isinstance(found, Task) else None

    def draw(self, request: JSON) -> int:
        """The number that decides a task, and its results."""
        return text.digest("task", *self.place, request)

    def enter(self, task: Task) -> Task:
        """Keep a new task; the oldest go first."""
        task.born_s = self.now_s
        task.given = self.given.get(task.course.signal, 0)
        self.kept[task.id] = task
        if task.hook and task not in self.watched:
            self.watched.append(task)
        while len(self.kept) > MOST:
            del self.kept[next(iter(self.kept))]
        return task

    def state(self, task: Task) -> State:
        """Where the task is now."""
        return state_of(task, self.now_s, self.given)

    def look(self, task: Task) -> State:
        """Where the task is for somebody who asks; to ask may be what moves it."""
        task.looks += 1
        return self.state(task)

    def go_on(self, task: Task, course: Course) -> None:
        """Begin another course with a task that was waiting."""
        task.course, task.looks = course, 0
        self.enter(task)

    def cancel(self, task: Task) -> None:
        """Call a task off, unless it is over."""
        if not self.state(task).phase.is_over:
            self.go_on(task, Course((State(Phase.CANCELLED),)))


@dataclass(frozen=True, slots=True)
class Ask:
    """A call as a family reads it; ``path`` begins behind the family's root."""

    method: str
    path: str
    desk: Desk
    body: Mapping[str, JSON] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    root: str = "http://localhost"
    course: Course = USUAL
    """What a script says of the task that this call makes."""
    files: frozenset[str] = frozenset()
    """The fields of a form that hold files."""

    def submit(
        self,
        action: str,
        id_: Callable[[int], str],
        show: Show,
        hook: JSON = None,
        calls: Show | None = None,
    ) -> Task:
        """Make a task of this call; ``id_`` writes its number as the family writes ids.

        ``hook`` is the address that is told of it, by what ``calls`` makes of it, else ``show``.
        """
        number = self.desk.draw([self.path, dict(self.body)])
        task = Task(id_(number), action, self.body, self.course, number, self.root, show)
        if isinstance(hook, str) and hook.startswith(("http://", "https://")):
            task.hook, task.calls = hook, calls
        return self.desk.enter(task)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said to a call, and of which task; ``made`` is one that began with it."""

    body: JSON
    status: int = 200
    task: Task | None = None
    state: State | None = None
    made: Task | None = None
