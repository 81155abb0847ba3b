"""Suno as new-api tells it: songs and lyrics that are submitted and fetched.

Rules of this file: the paths and what is said there; how a task looks is the
business of ``suno_task``. A refusal has a status of its own and a word for a code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.desk import Ask, Told
from mock_upstream.protocols.tasks.suno_task import id_of, shown

__all__ = ["LOOKS", "ROOTS", "answer", "refused"]

ROOTS = ("/suno",)
LOOKS = ("/fetch",)
"""What a POST only asks for."""


def answer(ask: Ask) -> Told | None:
    """What is said to a call; ``None``: there is no such path."""
    path = ask.path.lower() if ask.path.startswith("/submit/") else ask.path
    if ask.method == "GET" and path.startswith("/fetch/"):
        return _fetch(ask, path.removeprefix("/fetch/"))
    return _SUBMITS[path](ask) if ask.method == "POST" and path in _SUBMITS else None


def refused(message: str, code: str = "invalid_request", status: int = 400) -> Told:
    """A request that nothing comes of."""
    return Told({"code": code, "message": message, "data": None}, status)


def _success(data: JSON) -> dict[str, JSON]:
    return {"code": "success", "message": "", "data": data}


def _made(ask: Ask, action: str) -> Told:
    """A new task."""
    task = ask.submit(action, id_of, shown, hook=ask.body.get("notify_hook"))
    return Told(_success(task.id), task=task, state=ask.desk.state(task), made=task)


def _music(ask: Ask) -> Told:
    """By inspiration, of one's own words, or as more of a song that is there."""
    if not (_text(ask, "gpt_description_prompt") or _text(ask, "prompt")):
        return refused("prompt_empty")
    if _text(ask, "continue_clip_id"):
        if not _text(ask, "task_id"):
            return refused("task id is empty")
        if ask.desk.find(_text(ask, "task_id")) is None:
            return refused("task_origin_not_exist", "task_not_exist")
    return _made(ask, "MUSIC")


def _needs(field: str, action: str, word: str) -> Callable[[Ask], Told]:
    def submit(ask: Ask) -> Told:
        return _made(ask, action) if _text(ask, field) else refused(word)

    return submit


def _text(ask: Ask, name: str) -> str:
    value = ask.body.get(name)
    return value.strip() if isinstance(value, str) else ""


def _fetch(ask: Ask, id_: str) -> Told:
    task = ask.desk.find(id_)
    if task is None:
        return refused("task_not_exist", "task_not_exist")
    state = ask.desk.look(task)
    return Told(_success(task.show(task, state)), task=task, state=state)


def _listed(ask: Ask) -> Told:
    """The tasks that are asked for and known, in that order."""
    ids = ask.body.get("ids")
    found = [ask.desk.find(str(id_)) for id_ in (ids if isinstance(ids, list) else [])]
    return Told(_success([task.show(task, ask.desk.look(task)) for task in found if task]))


_SUBMITS: Mapping[str, Callable[[Ask], Told]] = {
    "/submit/music": _music,
    "/submit/lyrics": _needs("prompt", "LYRICS", "prompt_empty"),
    "/submit/concat": _needs("clip_id", "CONCAT", "clip_id_empty"),
    "/uploads/audio-url": _needs("url", "UPLOAD", "url_empty"),
    "/fetch": _listed,
}
"""Path behind the root -> what is said there to a POST."""
