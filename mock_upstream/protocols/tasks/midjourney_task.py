"""How midjourney-proxy tells a task: its status, its picture, and its buttons.

Rules of this file: from a task and its state to JSON; nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mock_upstream import text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.tasks.course import Phase, State
from mock_upstream.protocols.tasks.desk import EPOCH_S, SPAN_S, Task

__all__ = ["id_of", "seed_of", "shown"]

STATUSES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.SUBMITTED: "NOT_START",
        Phase.QUEUED: "SUBMITTED",
        Phase.RUNNING: "IN_PROGRESS",
        Phase.WAITING: "MODAL",
        Phase.SUCCEEDED: "SUCCESS",
        Phase.FAILED: "FAILURE",
        Phase.CANCELLED: "CANCEL",
    }
)
_GRID = frozenset({"IMAGINE", "VARIATION", "REROLL", "BLEND", "ZOOM", "PAN"})
"""Actions whose picture is four pictures."""


def id_of(number: int) -> str:
    """Milliseconds of the epoch and three digits more."""
    seconds, rest = EPOCH_S + number % SPAN_S, number // SPAN_S
    return f"{seconds * 1000 + rest % 1000}{rest // 1000 % 1000:03d}"


def seed_of(task: Task) -> str:
    """The seed of its picture."""
    return str(text.digest("seed", task.number) % 2**32)


def shown(task: Task, state: State) -> dict[str, JSON]:
    """The task as it is fetched, and as a hook is told of it."""
    said, is_done = task.request, state.phase is Phase.SUCCEEDED
    prompt = said.get("prompt")
    has_begun = state.phase in {Phase.RUNNING, Phase.SUCCEEDED}
    words = f"/{task.action.lower()} {prompt or said.get('taskId') or task.id}"
    begun_ms = task.made_s * 1000
    return {
        "id": task.id,
        "action": task.action,
        "status": STATUSES[state.phase],
        "prompt": prompt,
        "promptEn": prompt,
        "description": words,
        "state": said.get("state"),
        "submitTime": begun_ms,
        "startTime": begun_ms + 1500 if has_begun else 0,
        "finishTime": begun_ms + 61_500 if state.phase.is_over else 0,
        "progress": "" if state.phase is Phase.FAILED else f"{state.percent}%",
        "imageUrl": task.file("images", 0, "-1024x1024.png") if is_done else None,
        "failReason": state.reason or None,
        "buttons": list(_buttons(task)) if is_done else [],
        "properties": _properties(task, prompt) if is_done else {},
    }


def _properties(task: Task, prompt: JSON) -> dict[str, JSON]:
    """The final words; of a picture that is described they are the description."""
    if task.action in {"DESCRIBE", "SHORTEN"}:
        told = [text.sentences(1, seed=task.number + index) for index in range(4)]
        lines = (f"{index}\ufe0f\u20e3 {line}" for index, line in enumerate(told, 1))
        return {"finalPrompt": "\n\n".join(lines)}
    return {"finalPrompt": prompt}


def _buttons(task: Task) -> Iterator[dict[str, JSON]]:
    """What may be asked of the picture next."""
    uuid = "".join(f"{text.digest('uuid', task.number, half):016x}" for half in range(2))
    uuid = "-".join((uuid[:8], uuid[8:12], uuid[12:16], uuid[16:20], uuid[20:]))
    if task.action in _GRID:
        for index in range(1, 5):
            yield _button(f"MJ::JOB::upsample::{index}::{uuid}", f"U{index}")
        yield _button(f"MJ::JOB::reroll::0::{uuid}::SOLO", "", "🔄")
        for index in range(1, 5):
            yield _button(f"MJ::JOB::variation::{index}::{uuid}", f"V{index}")
    elif task.action == "UPSCALE":
        yield _button(f"MJ::JOB::low_variation::1::{uuid}::SOLO", "Vary (Subtle)", "🪄")
        yield _button(f"MJ::JOB::high_variation::1::{uuid}::SOLO", "Vary (Strong)", "🪄")
        yield _button(f"MJ::Inpaint::1::{uuid}::SOLO", "Vary (Region)", "🖌️")
        yield _button(f"MJ::Outpaint::50::1::{uuid}::SOLO", "Zoom Out 2x", "🔍")
        yield _button(f"MJ::CustomZoom::{uuid}", "Custom Zoom", "🔍")


def _button(custom_id: str, label: str, emoji: str = "") -> dict[str, JSON]:
    return {"customId": custom_id, "emoji": emoji, "label": label, "type": 2, "style": 2}
