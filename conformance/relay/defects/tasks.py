"""Defects of tasks, whatever the family: their ids, their lives, and what is told of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conformance.model import JSON
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.envelope import Reason, refusal
from conformance.relay.retry import RetryPolicy

__all__ = ["PLACES", "TASKS", "Place", "Tasks", "changed", "found"]

Body = dict[str, JSON]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a family has what these defects change: paths into an answer."""

    made: Path
    """Of a submission: the id."""
    id: Path
    status: Path
    begun: str
    """The word of a task that has not begun."""
    progress: Path
    reason: Path
    dated: Path
    """When it was submitted."""
    files: tuple[Path, ...]
    """Through every list on the way."""
    row: Body
    """A task as it is when it has not begun, under an id that nobody has."""
    hook: str
    """The field that names who is to be called."""
    around: Body = field(default_factory=dict)
    """What stands around the data of an answer in which a task is; empty: it is the answer."""
    done: str = ""
    """The word of a task that ended well, where there is no progress to know it by."""


PLACES: Mapping[str, Place] = {
    "/mj": Place(
        made=("result",),
        id=("id",),
        status=("status",),
        begun="NOT_START",
        progress=("progress",),
        reason=("failReason",),
        dated=("submitTime",),
        files=(("imageUrl",),),
        row={"id": "0", "action": "IMAGINE", "status": "NOT_START"},
        hook="notifyHook",
    ),
    "/suno": Place(
        made=("data",),
        id=("data", "task_id"),
        status=("data", "status"),
        begun="NOT_START",
        progress=("data", "progress"),
        reason=("data", "fail_reason"),
        dated=("data", "submit_time"),
        files=(("data", "data", "audio_url"),),
        row={"task_id": "0", "action": "MUSIC", "status": "NOT_START", "data": None},
        hook="notify_hook",
        around={"code": "success", "message": ""},
    ),
    "/kling": Place(
        made=("data", "task_id"),
        id=("data", "task_id"),
        status=("data", "task_status"),
        begun="submitted",
        progress=("data", "none"),
        reason=("data", "task_status_msg"),
        dated=("data", "created_at"),
        files=(("data", "task_result", "videos", "url"), ("data", "task_result", "images", "url")),
        row={"task_id": "0", "task_status": "submitted"},
        hook="callback_url",
        around={"code": 0, "message": "SUCCEED", "request_id": "0"},
        done="succeed",
    ),
    "/luma": Place(
        made=("id",),
        id=("id",),
        status=("state",),
        begun="pending",
        progress=("none",),
        reason=("failure_reason",),
        dated=("created_at",),
        files=(("video", "url"), ("video", "download_url")),
        row={"id": "0", "state": "pending"},
        hook="notify_hook",
        done="completed",
    ),
    "/runwayml": Place(
        made=("id",),
        id=("id",),
        status=("status",),
        begun="PENDING",
        progress=("progress",),
        reason=("failure",),
        dated=("createdAt",),
        files=(("output",),),
        row={"id": "0", "status": "PENDING"},
        hook="",
        done="SUCCEEDED",
    ),
}
"""By the beginning of a path."""


def changed(body: JSON, path: Sequence[str], change: Callable[[JSON], JSON]) -> JSON:
    """Return the body with another value where ``path`` leads, if it leads anywhere."""
    if isinstance(body, list):
        return [changed(one, path, change) for one in body]
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
        return self.turn.method == "GET" and not self.turn.path.endswith("/image-seed")

    def result(self, body: Body) -> Body:
        """Change the answer to a submission, or to a fetch."""
        if self.place is None:
            return body
        if self.is_fetch:
            return dict(self.fetched(body, self.place))
        return dict(self.taken(body, self.place)) if self.turn.method == "POST" else body

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
        is_done = bool(place.done) and found(body, place.status) == place.done
        if not is_done and not _percent(found(body, place.progress)) >= _HALF:
            return body
        return changed(body, place.status, lambda _: place.begun)


class TaskProgressFalls(Tasks):
    """Progress is told as what is left to do."""

    name = "task_progress_falls"

    def fetched(self, body: Body, place: Place) -> JSON:
        """Count down."""
        return changed(body, place.progress, lambda done: _share(100 - _percent(done), done))


class TaskProgressGuessed(Tasks):
    """The progress of a task that runs is told further than its upstream has told it."""

    name = "task_progress_guessed"

    def fetched(self, body: Body, place: Place) -> JSON:
        """Add some, where there is room."""
        told = found(body, place.progress)
        done = _percent(told)
        is_running = 0 < done < 100 - _MORE
        more = _share(done + _MORE, told)
        return changed(body, place.progress, lambda _: more) if is_running else body


class TaskUnknown(Tasks):
    """A task that was taken is not found when it is fetched."""

    name = "task_unknown"

    def fetched(self, body: Body, place: Place) -> JSON:
        """Refuse it, though the upstream has told it."""
        raise refusal(Reason.NO_SUCH_TASK, "task_not_exist")


class TaskEndForgotten(Defect):
    """A task is forgotten once its end was told."""

    name = "task_end_forgotten"
    switches = frozenset({Switch.FORGETS_ENDS})


class TaskDatedAnew(Tasks):
    """A task is told as submitted at the moment in which it is fetched."""

    name = "task_dated_anew"

    def fetched(self, body: Body, place: Place) -> JSON:
        """Look at the clock."""
        return changed(body, place.dated, lambda _: time.time_ns())


class TaskReasonLost(Tasks):
    """A task that failed is told with a reason of the relay's own."""

    name = "task_reason_lost"

    def fetched(self, body: Body, place: Place) -> JSON:
        """Say what is always said."""
        return changed(body, place.reason, lambda told: "The task failed." if told else told)


class TaskSubmittedAgain(Tasks):
    """A submission whose answer was lost is given to the next channel."""

    name = "task_submitted_again"

    def policy(self, policy: RetryPolicy) -> RetryPolicy:
        """Take it for one that nobody took."""
        return replace(policy, is_once=False)


def _share(percent: int, like: JSON) -> JSON:
    """Return a share in the form of another: a part of one, or text."""
    return percent / 100 if isinstance(like, float) else f"{percent}%"


def _percent(told: JSON) -> int:
    if isinstance(told, float):
        return round(told * 100)
    digits = str(told).removesuffix("%")
    return int(digits) if digits.isdigit() else 0


_HALF, _MORE = 50, 7

TASKS: tuple[type[Defect], ...] = (
    TaskIdLost,
    TaskIdChanged,
    TaskGoesBack,
    TaskProgressFalls,
    TaskProgressGuessed,
    TaskUnknown,
    TaskEndForgotten,
    TaskDatedAnew,
    TaskReasonLost,
    TaskSubmittedAgain,
)
"""The defects of this family."""
