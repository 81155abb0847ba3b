"""How a task goes on: the one life cycle that all families of tasks share.

    submitted -> queued -> running (percent) -> succeeded | failed

A task that needs another word of its client waits on the way; one that was called
off is cancelled. Rules of this file: values and counting only. What moves a task is
a look at it, a signal or the clock, and its caller says how much there was of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from mock_upstream.jsontext import JSON

__all__ = ["USUAL", "By", "Course", "Phase", "State", "course", "problem"]


class Phase(StrEnum):
    """Where in its life a task is."""

    SUBMITTED = "submitted"
    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    """For another word of the client."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing follows."""
        return self in {Phase.SUCCEEDED, Phase.FAILED, Phase.CANCELLED}


class By(StrEnum):
    """What moves a task on by one step."""

    POLL = "poll"
    """Each look at it."""
    SIGNAL = "signal"
    """Each time that a signal is given."""
    TIME = "time"
    """The clock."""


@dataclass(frozen=True, slots=True)
class State:
    """One step of a course."""

    phase: Phase
    percent: int = 0
    reason: str = ""
    """Why it failed."""


@dataclass(frozen=True, slots=True)
class Course:
    """The states of a task from its submission on; the last one stays."""

    states: tuple[State, ...]
    by: By = By.POLL
    signal: str = ""
    each_s: float = 0.0

    def step(self, *, looks: int, given: int, passed_s: float) -> int:
        """The place of the state after so many looks, signals or seconds."""
        done = {By.POLL: looks, By.SIGNAL: given}.get(self.by)
        if done is None:
            done = int(passed_s / self.each_s) if self.each_s else len(self.states)
        return min(done, len(self.states) - 1)


_ORDER = (Phase.SUBMITTED, Phase.QUEUED, Phase.RUNNING)
_USUAL: tuple[JSON, ...] = ("submitted", "queued", 35, 70, "succeeded")
_REASON = "The task failed upstream."


def course(said: Mapping[str, JSON], each_s: float = 0.0) -> Course:
    """The course that a script says: ``steps``, ``by`` and ``reason``, each with a default.

    ``each_s`` is what ``by: {time: …}`` comes to. A step is a phase, or a number: percent.
    """
    reason = str(said.get("reason", _REASON))
    states = tuple(_state(step, reason) for step in said.get("steps", _USUAL))
    by = said.get("by", "poll")
    if isinstance(by, Mapping):
        kind = By(next(iter(by)))
        return Course(states, kind, str(by.get("signal", "")), each_s)
    return Course(states, By(by))


def problem(steps: Sequence[JSON]) -> str | None:
    """Why no task goes these steps; ``None`` when one may."""
    states = [_state(step, "") for step in steps]
    for before, after in pairwise(states):
        if before.phase.is_over:
            return f"nothing follows {before.phase!s}"
        both = before.phase in _ORDER and after.phase in _ORDER
        if both and _rank(after) < _rank(before):
            return f"{after.phase!s} at {after.percent}% goes back behind {before.phase!s}"
    return None


def _rank(state: State) -> tuple[int, int]:
    return _ORDER.index(state.phase), state.percent


def _state(step: JSON, reason: str) -> State:
    if isinstance(step, int):
        return State(Phase.RUNNING, step)
    phase = Phase(step)
    percent = {Phase.SUCCEEDED: 100}.get(phase, 0)
    return State(phase, percent, reason if phase is Phase.FAILED else "")


USUAL = course({})
"""What a healthy upstream does: done after four looks."""
