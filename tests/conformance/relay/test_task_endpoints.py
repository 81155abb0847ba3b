"""Every path of each family of tasks is served."""

from __future__ import annotations

import pytest

from conformance.relay.endpoints import Routed, find
from conformance.relay.task_endpoints import TASKS


@pytest.mark.parametrize("root", ["/mj", "/mj-fast/mj", "/mj-relax/mj", "/mj-turbo/mj"])
def test_midjourney_is_served_at_each_speed(root: str) -> None:
    """Submissions, tasks and lists."""
    asked = [
        ("POST", "/submit/imagine"),
        ("POST", "/submit/modal"),
        ("POST", "/insight-face/swap"),
        ("POST", "/task/list-by-condition"),
        ("GET", "/task/7/fetch"),
        ("GET", "/task/7/image-seed"),
    ]

    for method, path in asked:
        found = find(f"{root}{path}", method)
        assert found is not None
        assert method in found[0].methods
        assert found[1] == ("7" if method == "GET" else "")


def test_rows_of_tasks_are_whole() -> None:
    """What makes a task says where its id is; a list has an answer of none."""
    for row in TASKS:
        assert row.is_task
        assert bool(row.makes) is (row.routed is Routed.AS_TASK)
        assert (row.empty is not None) is (row.routed is Routed.BY_TASKS)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/suno/submit/music"),
        ("POST", "/suno/submit/lyrics"),
        ("POST", "/suno/submit/concat"),
        ("POST", "/suno/uploads/audio-url"),
        ("POST", "/suno/fetch"),
        ("GET", "/suno/fetch/7"),
        ("POST", "/kling/v1/images/generations"),
        ("POST", "/kling/v1/videos/text2video"),
        ("GET", "/kling/v1/videos/image2video/7"),
        ("POST", "/luma/generations"),
        ("POST", "/luma/generations/7/extend"),
        ("GET", "/luma/generations/7"),
        ("POST", "/luma/tasks"),
        ("POST", "/runwayml/v1/image_to_video"),
        ("GET", "/runwayml/v1/tasks/7"),
        ("POST", "/ideogram/describe"),
    ],
)
def test_other_families_are_served(method: str, path: str) -> None:
    """Submissions, tasks and batches."""
    found = find(path, method)

    assert found is not None
    assert method in found[0].methods
