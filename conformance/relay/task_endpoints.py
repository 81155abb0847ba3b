"""What the relay serves of tasks: one row for each path of each family.

Rules of this file: rows only. A family's paths stand on the root of the host.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.relay.dialects import IDEOGRAM, KLING, LUMA, MIDJOURNEY, RUNWAY, SUNO
from conformance.relay.endpoint import Endpoint, Routed, Takes
from conformance.relay.fields import OBJECT

__all__ = ["IDEOGRAM_PATHS", "TASKS"]

_SPEEDS = ("/mj", "/mj-fast/mj", "/mj-relax/mj", "/mj-turbo/mj")
_SUBMITS = {
    "/submit/imagine": "",
    "/submit/blend": "",
    "/submit/describe": "",
    "/submit/shorten": "",
    "/insight-face/swap": "",
    "/submit/change": "taskId",
    "/submit/simple-change": "content",
    "/submit/action": "taskId",
    "/submit/modal": "taskId",
}
"""Where Midjourney takes a task, and the field that names an earlier one."""


def _midjourney(root: str) -> Iterator[Endpoint]:
    for path, about in _SUBMITS.items():
        yield Endpoint(
            f"{root}{path}",
            routed=Routed.AS_TASK,
            has=("code", int),
            required=(),
            dialect=MIDJOURNEY,
            makes=("result",),
            about=about,
        )
    for what, has in (("fetch", ("status", str)), ("image-seed", ("code", int))):
        yield Endpoint(
            f"{root}/task/{{id}}/{what}",
            ("GET",),
            Routed.BY_TASK,
            Takes.NOTHING,
            has=has,
            dialect=MIDJOURNEY,
        )
    yield Endpoint(
        f"{root}/task/list-by-condition",
        routed=Routed.BY_TASKS,
        has=("", list),
        required=(),
        dialect=MIDJOURNEY,
        empty=[],
    )


_SUNO = (
    *(
        Endpoint(
            path,
            routed=Routed.AS_TASK,
            has=("code", str),
            required=(),
            dialect=SUNO,
            makes=("data",),
            about=about,
        )
        for path, about in (
            ("/suno/submit/music", "task_id"),
            ("/suno/submit/lyrics", ""),
            ("/suno/submit/concat", ""),
            ("/suno/uploads/audio-url", ""),
        )
    ),
    Endpoint(
        "/suno/fetch",
        routed=Routed.BY_TASKS,
        has=("data", list),
        required=(),
        dialect=SUNO,
        empty={"code": "success", "message": "", "data": []},
    ),
    Endpoint(
        "/suno/fetch/{id}",
        ("GET",),
        Routed.BY_TASK,
        Takes.NOTHING,
        has=("data", dict),
        dialect=SUNO,
    ),
)

_KLING = tuple(
    row
    for path in ("images/generations", "videos/text2video", "videos/image2video")
    for row in (
        Endpoint(
            f"/kling/v1/{path}",
            routed=Routed.AS_TASK,
            has=("data", dict),
            required=(),
            dialect=KLING,
            makes=("data", "task_id"),
        ),
        Endpoint(
            f"/kling/v1/{path}/{{id}}",
            ("GET",),
            Routed.BY_TASK,
            Takes.NOTHING,
            has=("data", dict),
            dialect=KLING,
        ),
    )
)

_LUMA = (
    *(
        Endpoint(
            path,
            routed=Routed.AS_TASK,
            has=("state", str),
            required=(),
            dialect=LUMA,
            makes=("id",),
        )
        for path in ("/luma/generations", "/luma/generations/{id}/extend")
    ),
    Endpoint(
        "/luma/generations/{id}",
        ("GET",),
        Routed.BY_TASK,
        Takes.NOTHING,
        has=("state", str),
        dialect=LUMA,
    ),
    Endpoint(
        "/luma/tasks",
        routed=Routed.BY_TASKS,
        has=("", list),
        required=(),
        dialect=LUMA,
        empty=[],
    ),
)

_RUNWAY = (
    Endpoint(
        "/runwayml/v1/image_to_video",
        routed=Routed.AS_TASK,
        has=("id", str),
        required=(),
        dialect=RUNWAY,
        makes=("id",),
    ),
    Endpoint(
        "/runwayml/v1/tasks/{id}",
        ("GET",),
        Routed.BY_TASK,
        Takes.NOTHING,
        has=("status", str),
        dialect=RUNWAY,
    ),
)

TASKS: tuple[Endpoint, ...] = (
    *(row for root in _SPEEDS for row in _midjourney(root)),
    *_SUNO,
    *_KLING,
    *_LUMA,
    *_RUNWAY,
)
"""Every path of every family."""

IDEOGRAM_PATHS: tuple[Endpoint, ...] = tuple(
    Endpoint(
        f"/ideogram/{path}",
        routed=Routed.BY_KEY,
        takes=takes,
        has=(has, list),
        required=(),
        fields={"image_request": (OBJECT,)},
        dialect=IDEOGRAM,
    )
    for path, takes, has in (
        ("generate", Takes.JSON, "data"),
        ("remix", Takes.FORM, "data"),
        ("upscale", Takes.FORM, "data"),
        ("describe", Takes.FORM, "descriptions"),
    )
)
"""What Ideogram answers while the client waits."""
