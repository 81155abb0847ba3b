"""Runway as its own API tells it: films of pictures, and their tasks.

Rules of this file: the paths, what is said there, and how a task looks. A refusal
has a status of its own and its words under ``error``. Nobody is called back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.course import Phase, State
from mock_upstream.protocols.tasks.desk import Ask, Task, Told
from mock_upstream.protocols.tasks.suno_task import id_of

__all__ = ["ROOTS", "answer", "refused", "shown"]

ROOTS = ("/runwayml",)
SUBMIT, TASKS = "/v1/image_to_video", "/v1/tasks/"
_LONGEST = 1000

STATUSES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.SUBMITTED: "PENDING",
        Phase.QUEUED: "THROTTLED",
        Phase.RUNNING: "RUNNING",
        Phase.WAITING: "RUNNING",
        Phase.SUCCEEDED: "SUCCEEDED",
        Phase.FAILED: "FAILED",
        Phase.CANCELLED: "CANCELLED",
    }
)


def answer(ask: Ask) -> Told | None:
    """What is said to a call; ``None``: there is no such path."""
    if ask.method == "POST" and ask.path == SUBMIT:
        return _made(ask)
    is_task = ask.method == "GET" and ask.path.startswith(TASKS)
    return _fetch(ask, ask.path.removeprefix(TASKS)) if is_task else None


def refused(message: str, status: int = 400) -> Told:
    """A request that nothing comes of."""
    return Told({"error": message}, status)


def _made(ask: Ask) -> Told:
    """A new task, told by its id alone."""
    said = ask.body
    if not said.get("promptImage"):
        return refused("promptImage is required.")
    if len(str(said.get("promptText", ""))) > _LONGEST:
        return refused(f"promptText must not be longer than {_LONGEST}.")
    if said.get("duration", 10) not in (5, 10):
        return refused("duration must be 5 or 10.")
    task = ask.submit("image_to_video", id_of, shown)
    return Told({"id": task.id}, task=task, state=ask.desk.state(task), made=task)


def _fetch(ask: Ask, id_: str) -> Told:
    task = ask.desk.find(id_)
    if task is None:
        return refused("Task not found.", 404)
    state = ask.desk.look(task)
    return Told(shown(task, state), task=task, state=state)


def shown(task: Task, state: State) -> dict[str, JSON]:
    """The task as it is fetched: only what its status has."""
    told: dict[str, JSON] = {
        "id": task.id,
        "status": STATUSES[state.phase],
        "createdAt": f"{datetime.fromtimestamp(task.made_s, UTC):%Y-%m-%dT%H:%M:%S.000Z}",
    }
    if state.phase is Phase.RUNNING:
        return {**told, "progress": state.percent / 100}
    if state.phase is Phase.SUCCEEDED:
        return {**told, "output": [task.file("video", 0, ".mp4")]}
    if state.phase is Phase.FAILED:
        return {**told, "failure": state.reason, "failureCode": "SAFETY.INPUT.TEXT"}
    return told
