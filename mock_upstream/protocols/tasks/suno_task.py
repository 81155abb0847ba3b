"""How new-api tells a task of Suno, and the songs or the lyrics in it.

Rules of this file: from a task and its state to JSON; nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.course import Phase, State
from mock_upstream.protocols.tasks.desk import Task

__all__ = ["id_of", "shown"]

STATUSES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.SUBMITTED: "SUBMITTED",
        Phase.QUEUED: "QUEUED",
        Phase.RUNNING: "IN_PROGRESS",
        Phase.WAITING: "IN_PROGRESS",
        Phase.SUCCEEDED: "SUCCESS",
        Phase.FAILED: "FAILURE",
        Phase.CANCELLED: "FAILURE",
    }
)
_SONGS: Mapping[Phase, str] = MappingProxyType(
    {Phase.RUNNING: "streaming", Phase.SUCCEEDED: "complete", Phase.FAILED: "error"}
)
_VERSION = "chirp-v3-0"
"""What sings where nothing else is asked for."""


def id_of(number: int) -> str:
    """A UUID of this number."""
    digits = f"{number:016x}{text.digest('id', number):016x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def shown(task: Task, state: State) -> dict[str, JSON]:
    """The task as it is fetched, and as a hook is told of it."""
    has_begun = state.phase in {Phase.RUNNING, Phase.SUCCEEDED, Phase.FAILED}
    told: dict[str, JSON] = {
        "task_id": task.id,
        "action": task.action,
        "status": STATUSES[state.phase],
        "fail_reason": state.reason,
        "submit_time": task.made_s,
        "start_time": task.made_s + 2 if has_begun else 0,
        "finish_time": task.made_s + 62 if state.phase.is_over else 0,
        "progress": f"{state.percent}%",
        "data": _data(task, state) if has_begun else None,
    }
    return {**told, "notify_hook": task.hook} if task.hook else told


def _data(task: Task, state: State) -> JSON:
    """Two songs, or the lyrics."""
    if task.action == "LYRICS":
        words = text.sentences(4, seed=task.number).replace(". ", ".\n")
        is_done = state.phase is Phase.SUCCEEDED
        title = text.words(2, seed=task.number)
        lyrics = {"id": task.id, "title": title, "text": words if is_done else ""}
        return {**lyrics, "status": "complete" if is_done else "running"}
    return [_song(task, state, index) for index in range(2)]


def _song(task: Task, state: State, index: int) -> dict[str, JSON]:
    said, is_done = task.request, state.phase is Phase.SUCCEEDED
    failed = state.phase is Phase.FAILED
    return {
        "id": id_of(text.digest("song", task.number, index)),
        "title": said.get("title") or text.words(2, seed=task.number + index),
        "status": _SONGS.get(state.phase, "queued"),
        "audio_url": "" if failed else task.file("audio", index, ".mp3"),
        "video_url": task.file("video", index, ".mp4") if is_done else "",
        "image_url": task.file("images", index, "-256x256.png") if is_done else "",
        "image_large_url": task.file("images", index + 2, "-512x512.png") if is_done else "",
        "model_name": said.get("mv") or _VERSION,
        "major_model_version": "v3",
        "metadata": {
            "tags": said.get("tags"),
            "prompt": said.get("prompt") or "",
            "gpt_description_prompt": said.get("gpt_description_prompt"),
            "audio_prompt_id": said.get("continue_clip_id"),
            "duration": 2.0 if is_done else None,
            "error_type": "upstream" if failed else None,
            "error_message": state.reason or None,
        },
    }
