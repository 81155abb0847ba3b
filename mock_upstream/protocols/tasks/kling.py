"""Kling as its own API tells it: films and pictures in an envelope with a code.

Rules of this file: the paths, what is said there, and how a task looks. A hook is
told of the task without the envelope.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.course import Phase, State
from mock_upstream.protocols.tasks.desk import Ask, Task, Told
from mock_upstream.protocols.tasks.suno_task import id_of as uuid

__all__ = ["ROOTS", "answer", "refused", "shown"]

ROOTS = ("/kling",)
PICTURES = "/v1/images/generations"
_NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PICTURES: ("prompt",),
        "/v1/videos/text2video": ("prompt",),
        "/v1/videos/image2video": ("image", "image_tail"),
    }
)
"""Path behind the root -> the fields of which a submission has one."""
INVALID, NOT_FOUND = 1201, 1203
_LONGEST = 2500
_DURATIONS = ("5", "10")
_MOST = 9
"""Pictures of one task."""

STATUSES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.SUBMITTED: "submitted",
        Phase.QUEUED: "submitted",
        Phase.RUNNING: "processing",
        Phase.WAITING: "processing",
        Phase.SUCCEEDED: "succeed",
        Phase.FAILED: "failed",
        Phase.CANCELLED: "failed",
    }
)


def answer(ask: Ask) -> Told | None:
    """What is said to a call; ``None``: there is no such path."""
    if ask.method == "POST" and ask.path in _NEEDS:
        return _made(ask)
    path, _, id_ = ask.path.rpartition("/")
    return _fetch(ask, path, id_) if ask.method == "GET" and path in _NEEDS else None


def refused(ask: Ask, code: int, message: str, status: int) -> Told:
    """A request that nothing comes of."""
    return Told({"code": code, "message": message, "request_id": _request_id(ask)}, status)


def _request_id(ask: Ask) -> str:
    return uuid(ask.desk.draw(["request", ask.path]))


def _envelope(ask: Ask, data: JSON) -> dict[str, JSON]:
    return {"code": 0, "message": "SUCCEED", "request_id": _request_id(ask), "data": data}


def _made(ask: Ask) -> Told:
    """A new task."""
    if wrong := _wrong(ask):
        return refused(ask, INVALID, wrong, 400)
    task = ask.submit(ask.path, _id, shown, hook=ask.body.get("callback_url"))
    state = ask.desk.state(task)
    return Told(_envelope(ask, shown(task, state)), task=task, state=state, made=task)


def _wrong(ask: Ask) -> str:
    """What is wrong with a submission; empty when nothing is."""
    names, said = _NEEDS[ask.path], ask.body
    if not any(isinstance(said.get(name), str) and said[name].strip() for name in names):
        return f"{' or '.join(names)} must not be empty"
    if len(str(said.get("prompt", ""))) > _LONGEST:
        return f"prompt must not be longer than {_LONGEST}"
    if ask.path != PICTURES and said.get("duration", "5") not in _DURATIONS:
        return "duration value is invalid"
    if ask.path == PICTURES and said.get("n", 1) not in range(1, _MOST + 1):
        return "n value is invalid"
    return ""


def _id(number: int) -> str:
    """Eighteen digits."""
    return str(800_000_000_000_000_000 + number % 10**17)


def _fetch(ask: Ask, path: str, id_: str) -> Told:
    task = ask.desk.find(id_)
    if task is None or task.action != path:
        return refused(ask, NOT_FOUND, f"task {id_} not found", 404)
    state = ask.desk.look(task)
    return Told(_envelope(ask, shown(task, state)), task=task, state=state)


def shown(task: Task, state: State) -> dict[str, JSON]:
    """The task as its hook is told of it, and as it stands in an envelope."""
    told: dict[str, JSON] = {
        "task_id": task.id,
        "task_status": STATUSES[state.phase],
        "task_status_msg": state.reason,
        "task_info": _info(task),
        "created_at": task.made_s * 1000,
        "updated_at": (task.made_s + state.percent + 60 * state.phase.is_over) * 1000,
    }
    done = state.phase is Phase.SUCCEEDED
    return {**told, "task_result": _result(task)} if done else told


def _info(task: Task) -> dict[str, JSON]:
    """What the client wrote on its task."""
    own = task.request.get("external_task_id")
    return {"external_task_id": own} if own else {}


def _result(task: Task) -> dict[str, JSON]:
    """The pictures, or the film."""
    if task.action == PICTURES:
        urls = [
            task.file("images", index, "-256x256.png") for index in range(task.request.get("n", 1))
        ]
        return {"images": [{"index": index, "url": url} for index, url in enumerate(urls)]}
    film: dict[str, JSON] = {
        "id": uuid(text.digest("film", task.number)),
        "url": task.file("video", 0, ".mp4"),
        "duration": f"{task.request.get('duration', '5')}.0",
    }
    return {"videos": [film]}
