"""Luma as relays tell it: generations, more of one, and several at once.

Rules of this file: the paths, what is said there, and how a generation looks. A
refusal has a status of its own and a word for a code, as new-api has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.course import Phase, State
from mock_upstream.protocols.tasks.desk import Ask, Task, Told
from mock_upstream.protocols.tasks.suno import refused
from mock_upstream.protocols.tasks.suno_task import id_of

__all__ = ["LOOKS", "ROOTS", "answer", "shown"]

ROOTS = ("/luma",)
LOOKS = ("/tasks",)
"""What a POST only asks for."""
_ONE, _MORE = "/generations/", "/extend"
_WIDTH, _HEIGHT = 320, 180

STATES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.SUBMITTED: "pending",
        Phase.QUEUED: "pending",
        Phase.RUNNING: "processing",
        Phase.WAITING: "processing",
        Phase.SUCCEEDED: "completed",
        Phase.FAILED: "failed",
        Phase.CANCELLED: "failed",
    }
)


def answer(ask: Ask) -> Told | None:
    """What is said to a call; ``None``: there is no such path."""
    id_ = ask.path.removeprefix(_ONE) if ask.path.startswith(_ONE) else ""
    if ask.method == "GET":
        return _fetch(ask, id_) if id_ and "/" not in id_ else None
    if ask.method != "POST":
        return None
    if ask.path == "/generations":
        return _made(ask)
    if ask.path == "/tasks":
        return _listed(ask)
    return _extended(ask, id_.removesuffix(_MORE)) if id_.endswith(_MORE) else None


def _made(ask: Ask) -> Told:
    """A new generation."""
    said = ask.body
    if not (said.get("user_prompt") or said.get("image_url")):
        return refused("Prompt is required")
    if said.get("loop") is True and said.get("image_url") and said.get("image_end_url"):
        return refused("Loop is not supported for keyframes")
    task = ask.submit("LUMA_VIDEO", id_of, shown, hook=said.get("notify_hook"))
    state = ask.desk.state(task)
    return Told(shown(task, state), task=task, state=state, made=task)


def _extended(ask: Ask, id_: str) -> Told:
    """More of a generation that is there."""
    return refused("task_not_exist", "task_not_exist") if ask.desk.find(id_) is None else _made(ask)


def _fetch(ask: Ask, id_: str) -> Told:
    task = ask.desk.find(id_)
    if task is None:
        return refused("task_not_exist", "task_not_exist")
    state = ask.desk.look(task)
    return Told(shown(task, state), task=task, state=state)


def _listed(ask: Ask) -> Told:
    """Those that are asked for and known, in that order."""
    ids = ask.body.get("ids")
    found = [ask.desk.find(str(id_)) for id_ in (ids if isinstance(ids, list) else [])]
    return Told([shown(task, ask.desk.look(task)) for task in found if task])


def shown(task: Task, state: State) -> dict[str, JSON]:
    """The generation as it is fetched, and as its hook is told of it."""
    is_done, said = state.phase is Phase.SUCCEEDED, task.request
    films = [_seen(task.file("video", at, ".mp4")) for at in range(3)]
    told: dict[str, JSON] = {
        "id": task.id,
        "prompt": said.get("user_prompt", ""),
        "state": STATES[state.phase],
        "queue_state": None,
        "created_at": f"{datetime.fromtimestamp(task.made_s, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "batch_id": "",
        "request": {"prompt": said.get("user_prompt", ""), **_asked(said)},
        "video": {**films[0], "download_url": films[1]["url"]} if is_done else None,
        "video_raw": {**films[2], "duration": 5.0} if is_done else None,
        "thumbnail": _seen(task.file("images", 0, "-320x180.png")) if is_done else None,
        "last_frame": _seen(task.file("images", 1, "-320x180.png")) if is_done else None,
        "liked": None,
        "estimate_wait_seconds": None,
    }
    return {**told, "failure_reason": state.reason} if state.reason else told


def _seen(url: str) -> dict[str, JSON]:
    return {"url": url, "width": _WIDTH, "height": _HEIGHT}


def _asked(said: Mapping[str, JSON]) -> dict[str, JSON]:
    """What else of the request is told again."""
    return {key: said[key] for key in ("aspect_ratio", "loop", "duration") if key in said}
