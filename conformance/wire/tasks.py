"""Tasks as each family tells them, read into one form. Pure.

A task is submitted, then fetched until it is over. Rules of this file: a family is a
row of data; what a body does not say is ``None`` or empty, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from conformance.model import JSON
from conformance.wire.digits import whole
from conformance.wire.view import View

__all__ = [
    "FAMILIES",
    "SUNO",
    "Family",
    "Phase",
    "Telling",
    "at",
    "family_of",
    "made",
    "rows",
    "told",
    "upstream",
]

Path = tuple[str, ...]
"""Keys that lead to a value, one inside the other."""


class Phase(IntEnum):
    """Where in its life a task is; a later one is greater, but for the wait for a client."""

    SUBMITTED = 0
    QUEUED = 1
    WAITING = 2
    RUNNING = 3
    OVER = 4
    """However it ended."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody said of one task at one moment."""

    id: str
    status: str
    """In the family's own word."""
    phase: Phase | None
    """``None``: a word that the family does not have."""
    percent: float | None
    reason: str
    results: tuple[str, ...]
    """Where its files are."""
    body: Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Family:
    """One vendor's way to tell of tasks; each path begins in the task, but the first two."""

    name: str
    roots: tuple[str, ...]
    made: Path
    """Where the answer to a submission has the id of its task."""
    task: Path
    """Where the answer to a fetch has the task; empty: it is the task."""
    id: Path
    status: Path
    phases: Mapping[str, Phase]
    succeeds: frozenset[str]
    """The words of those that ended well."""
    fails: frozenset[str]
    progress: Path = ()
    whole: int = 100
    """What is told as progress when all is done."""
    reason: Path = ()
    results: tuple[Path, ...] = ()
    """A list on the way is gone through."""

    calls: Path = ()
    """Where the body for a hook has the task; empty: it is the task."""

    def called(self, body: JSON) -> Telling | None:
        """What a hook is told."""
        return self.read(at(body, self.calls))

    def read(self, task: JSON) -> Telling | None:
        """What ``task`` says; ``None``: it is none of this family."""
        status = at(task, self.status)
        if not isinstance(task, Mapping) or not isinstance(status, str):
            return None
        return Telling(
            id=text(at(task, self.id)),
            status=status,
            phase=self.phases.get(status),
            percent=percent(at(task, self.progress), self.whole) if self.progress else None,
            reason=text(at(task, self.reason)) if self.reason else "",
            results=tuple(url for path in self.results for url in urls(task, path)),
            body=task,
        )


MIDJOURNEY = Family(
    name="midjourney",
    roots=("/mj", "/mj-fast/mj", "/mj-relax/mj", "/mj-turbo/mj"),
    made=("result",),
    task=(),
    id=("id",),
    status=("status",),
    phases={
        "": Phase.SUBMITTED,
        "NOT_START": Phase.SUBMITTED,
        "SUBMITTED": Phase.QUEUED,
        "MODAL": Phase.WAITING,
        "IN_PROGRESS": Phase.RUNNING,
        "SUCCESS": Phase.OVER,
        "FAILURE": Phase.OVER,
        "CANCEL": Phase.OVER,
    },
    succeeds=frozenset({"SUCCESS"}),
    fails=frozenset({"FAILURE"}),
    progress=("progress",),
    reason=("failReason",),
    results=(("imageUrl",),),
)

SUNO = Family(
    name="suno",
    roots=("/suno",),
    made=("data",),
    task=("data",),
    id=("task_id",),
    status=("status",),
    phases={
        "NOT_START": Phase.SUBMITTED,
        "SUBMITTED": Phase.SUBMITTED,
        "QUEUED": Phase.QUEUED,
        "IN_PROGRESS": Phase.RUNNING,
        "SUCCESS": Phase.OVER,
        "FAILURE": Phase.OVER,
        "FAIL": Phase.OVER,
    },
    succeeds=frozenset({"SUCCESS"}),
    fails=frozenset({"FAILURE", "FAIL"}),
    progress=("progress",),
    reason=("fail_reason",),
    results=(("data", "audio_url"),),
)

KLING = Family(
    name="kling",
    roots=("/kling",),
    made=("data", "task_id"),
    task=("data",),
    id=("task_id",),
    status=("task_status",),
    phases={
        "submitted": Phase.SUBMITTED,
        "processing": Phase.RUNNING,
        "succeed": Phase.OVER,
        "failed": Phase.OVER,
    },
    succeeds=frozenset({"succeed"}),
    fails=frozenset({"failed"}),
    reason=("task_status_msg",),
    results=(("task_result", "videos", "url"), ("task_result", "images", "url")),
)

LUMA = Family(
    name="luma",
    roots=("/luma",),
    made=("id",),
    task=(),
    id=("id",),
    status=("state",),
    phases={
        "pending": Phase.SUBMITTED,
        "queued": Phase.SUBMITTED,
        "processing": Phase.RUNNING,
        "dreaming": Phase.RUNNING,
        "completed": Phase.OVER,
        "failed": Phase.OVER,
    },
    succeeds=frozenset({"completed"}),
    fails=frozenset({"failed"}),
    reason=("failure_reason",),
    results=(("video", "url"), ("video", "download_url")),
)

RUNWAY = Family(
    name="runway",
    roots=("/runwayml",),
    made=("id",),
    task=(),
    id=("id",),
    status=("status",),
    phases={
        "PENDING": Phase.SUBMITTED,
        "THROTTLED": Phase.SUBMITTED,
        "RUNNING": Phase.RUNNING,
        "SUCCEEDED": Phase.OVER,
        "FAILED": Phase.OVER,
        "CANCELLED": Phase.OVER,
    },
    succeeds=frozenset({"SUCCEEDED"}),
    fails=frozenset({"FAILED"}),
    progress=("progress",),
    whole=1,
    reason=("failure",),
    results=(("output",),),
)

FAMILIES: tuple[Family, ...] = (MIDJOURNEY, SUNO, KLING, LUMA, RUNWAY)
"""Every family whose tasks are judged."""


def family_of(path: str) -> Family | None:
    """The family that is spoken at ``path``, wherever a relay has its root."""
    return next(
        (one for one in FAMILIES if any(f"{root}/" in f"{path}/" for root in one.roots)), None
    )


def made(view: View) -> str | None:
    """The id of the task that the answer to a submission speaks of, if it does."""
    family = family_of(view.path)
    id_ = text(at(view.json, family.made)) if family else ""
    return id_ or None


def told(view: View) -> Telling | None:
    """What the answer to a fetch says of its task."""
    family = family_of(view.path)
    return family.read(at(view.json, family.task)) if family else None


def rows(view: View) -> list[Telling]:
    """What a list says of tasks: bare, or in rows that have each task in their data."""
    family = family_of(view.path)
    value = at(view.json, family.task) if family else None
    value = value if isinstance(value, list) else at(value, ("data",))
    if family is None or not isinstance(value, list):
        return []
    found = (family.read(one) or family.read(at(one, ("data",))) for one in value)
    return [one for one in found if one is not None]


def upstream(view: View) -> tuple[Telling, ...]:
    """What the upstreams said of tasks, to whichever call of this exchange."""
    family = family_of(view.path)
    if family is None:
        return ()
    bodies = (call.call.reply.get("body") for call in view.upstream)
    rows = (row for body in bodies for row in _rows(at(body, family.task)))
    return tuple(one for row in rows if (one := family.read(row)) is not None)


def at(value: JSON, path: Sequence[str]) -> JSON:
    """What ``path`` leads to; ``None`` where it leads nowhere."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def text(value: JSON) -> str:
    """A word or a number as it is written; empty for anything else."""
    is_said = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if is_said else ""


def percent(value: JSON, most: int = 100) -> float | None:
    """``"35%"``, 35 or 0.35 as 35; ``None`` for what is no share of anything."""
    if isinstance(value, str):
        number = whole(value.removesuffix("%"))
        return None if number is None else float(number)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    is_part = most == 1 or (isinstance(value, float) and value <= 1)
    return value * 100.0 if is_part else float(value)


def urls(value: JSON, path: Sequence[str]) -> list[str]:
    """The addresses that ``path`` leads to, through every list on the way."""
    if isinstance(value, list):
        return [url for item in value for url in urls(item, path)]
    if not path:
        return [value] if isinstance(value, str) and value else []
    return urls(value.get(path[0]), path[1:]) if isinstance(value, Mapping) else []


def _rows(value: JSON) -> Sequence[JSON]:
    return value if isinstance(value, list) else (value,)
