"""Midjourney as midjourney-proxy tells it: submissions, tasks and their buttons.

Rules of this file: the paths and what is said there; how a task looks is the
business of ``midjourney_task``. A refusal is a code in an answer with status 200.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.course import Course, Phase, State
from mock_upstream.protocols.tasks.desk import Ask, Task, Told
from mock_upstream.protocols.tasks.midjourney_task import id_of, seed_of, shown

__all__ = ["LOOKS", "ROOTS", "answer", "refused"]

ROOTS = ("/mj", "/mj-fast/mj", "/mj-relax/mj", "/mj-turbo/mj")
"""The usual one, then those that say how fast."""

LOOKS = ("/task/list-by-condition",)
"""What a POST only asks for."""

ACCEPTED, NOT_FOUND, INVALID, WAITING = 1, 3, 4, 21

_SHORT = re.compile(r"(\S+) ([UV][1-4]|R)", re.IGNORECASE)
_SHORT_ACTIONS = MappingProxyType({"U": "UPSCALE", "V": "VARIATION", "R": "REROLL"})
_BUTTONS: tuple[tuple[str, str], ...] = (
    ("MJ::JOB::upsample::", "UPSCALE"),
    ("MJ::JOB::variation::", "VARIATION"),
    ("MJ::JOB::reroll::", "REROLL"),
    ("MJ::JOB::low_variation::", "LOW_VARIATION"),
    ("MJ::JOB::high_variation::", "HIGH_VARIATION"),
    ("MJ::JOB::pan_", "PAN"),
    ("MJ::Outpaint::", "ZOOM"),
    ("MJ::Job::PicReader::", "IMAGINE"),
    ("MJ::CustomZoom::", "CUSTOM_ZOOM"),
    ("MJ::Inpaint::", "INPAINT"),
)
"""How a button's customId begins, and the action that it stands for."""
_ASKS_MORE = frozenset({"CUSTOM_ZOOM", "INPAINT"})
"""Actions that wait for a window to be filled in."""


def answer(ask: Ask) -> Told | None:
    """What is said to a call; ``None``: there is no such path."""
    if ask.method == "GET" and ask.path.startswith("/task/"):
        id_, _, what = ask.path.removeprefix("/task/").partition("/")
        return _LOOKS[what](ask, id_) if what in _LOOKS else None
    return _SUBMITS[ask.path](ask) if ask.method == "POST" and ask.path in _SUBMITS else None


def refused(code: int, description: str, properties: Mapping[str, JSON] | None = None) -> Told:
    """A submission that nothing comes of."""
    shown = {"code": code, "description": description, "result": None}
    return Told({**shown, "properties": dict(properties or {})})


def _accepted(task: Task, state: State, code: int = ACCEPTED, words: str = "提交成功") -> Told:
    body = {"code": code, "description": words, "result": task.id, "properties": {}}
    return Told(body, task=task, state=state, made=task)


def _made(ask: Ask, action: str) -> Told:
    """A new task."""
    task = ask.submit(action, id_of, shown, hook=ask.body.get("notifyHook"))
    return _accepted(task, ask.desk.state(task))


def _of(action: str, *needs: str) -> Callable[[Ask], Told]:
    """A submission of ``action`` whose fields ``needs`` hold text."""

    def submit(ask: Ask) -> Told:
        for name in needs:
            said = ask.body.get(name)
            if not isinstance(said, str) or not said.strip():
                return refused(INVALID, f"{name}不能为空")
        for name in needs:
            if name.endswith("ase64") and not _is_picture(ask.body[name]):
                return refused(INVALID, "base64格式错误")
        return _made(ask, action)

    return submit


def _blend(ask: Ask) -> Told:
    pictures = ask.body.get("base64Array")
    if not isinstance(pictures, list) or not 2 <= len(pictures) <= 5:
        return refused(INVALID, "base64List参数错误")
    if not all(map(_is_picture, pictures)):
        return refused(INVALID, "base64格式错误")
    return _made(ask, "BLEND")


def _is_picture(value: JSON) -> bool:
    return isinstance(value, str) and value.startswith("data:image/") and ";base64," in value


def _change(ask: Ask) -> Told:
    action, index = ask.body.get("action"), ask.body.get("index")
    if not ask.body.get("taskId"):
        return refused(INVALID, "taskId不能为空")
    if action not in _SHORT_ACTIONS.values():
        return refused(INVALID, "action参数错误")
    if action != "REROLL" and index not in {1, 2, 3, 4}:
        return refused(INVALID, "index参数错误")
    return _changed(ask, str(ask.body["taskId"]), str(action))


def _simple_change(ask: Ask) -> Told:
    match = _SHORT.fullmatch(str(ask.body.get("content") or ""))
    if match is None:
        return refused(INVALID, "content参数错误")
    return _changed(ask, match[1], _SHORT_ACTIONS[match[2][0].upper()])


def _action(ask: Ask) -> Told:
    custom = str(ask.body.get("customId") or "")
    action = next((name for begin, name in _BUTTONS if custom.startswith(begin)), None)
    if not ask.body.get("taskId"):
        return refused(INVALID, "taskId不能为空")
    if action is None:
        return refused(INVALID, f"unknown_action:{custom}" if custom else "customId不能为空")
    return _changed(ask, str(ask.body["taskId"]), action)


def _changed(ask: Ask, id_: str, action: str) -> Told:
    """A task that goes on from a finished one."""
    before = ask.desk.find(id_)
    if before is None:
        return refused(NOT_FOUND, "关联任务不存在或已失效")
    if ask.desk.state(before).phase is not Phase.SUCCEEDED:
        return refused(INVALID, "关联任务状态错误")
    made = _made(ask, action)
    if action not in _ASKS_MORE or made.task is None:
        return made
    task, state = made.task, State(Phase.WAITING)
    ask.desk.go_on(task, Course((state,)))
    return _accepted(task, state, WAITING, "Waiting for window confirm")


def _modal(ask: Ask) -> Told:
    """What fills in the window: the waiting task goes on."""
    task = ask.desk.find(str(ask.body.get("taskId") or ""))
    if task is None:
        return refused(NOT_FOUND, "关联任务不存在或已失效")
    if ask.desk.state(task).phase is not Phase.WAITING:
        return refused(INVALID, "关联任务状态错误")
    task.request = {**task.request, **ask.body}
    ask.desk.go_on(task, ask.course)
    return _accepted(task, ask.desk.state(task))


def _fetch(ask: Ask, id_: str) -> Told:
    task = ask.desk.find(id_)
    if task is None:
        return Told({"code": NOT_FOUND, "description": "任务不存在或已失效"}, 404)
    state = ask.desk.look(task)
    return Told(task.show(task, state), task=task, state=state)


def _seed(ask: Ask, id_: str) -> Told:
    task = ask.desk.find(id_)
    if task is None:
        return refused(NOT_FOUND, "关联任务不存在或已失效")
    if ask.desk.state(task).phase is not Phase.SUCCEEDED:
        return refused(INVALID, "关联任务状态错误")
    return Told({"code": ACCEPTED, "description": "成功", "result": seed_of(task)})


def _listed(ask: Ask) -> Told:
    """The tasks that are asked for and known; their order is the one they were asked in."""
    ids = ask.body.get("ids")
    found = [ask.desk.find(str(id_)) for id_ in (ids if isinstance(ids, list) else [])]
    return Told([task.show(task, ask.desk.look(task)) for task in found if task])


_LOOKS: Mapping[str, Callable[[Ask, str], Told]] = {"fetch": _fetch, "image-seed": _seed}
_SUBMITS: Mapping[str, Callable[[Ask], Told]] = {
    "/submit/imagine": _of("IMAGINE", "prompt"),
    "/submit/shorten": _of("SHORTEN", "prompt"),
    "/submit/describe": _of("DESCRIBE", "base64"),
    "/submit/blend": _blend,
    "/submit/change": _change,
    "/submit/simple-change": _simple_change,
    "/submit/action": _action,
    "/submit/modal": _modal,
    "/insight-face/swap": _of("SWAP_FACE", "sourceBase64", "targetBase64"),
    "/task/list-by-condition": _listed,
}
"""Path behind the root -> what is said there to a POST."""
