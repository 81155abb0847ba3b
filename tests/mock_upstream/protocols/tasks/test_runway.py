"""What Runway says at each of its paths."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream.protocols.tasks import runway
from mock_upstream.protocols.tasks.course import course
from mock_upstream.protocols.tasks.desk import Ask, Desk, Told

SUBMIT = "/v1/image_to_video"


@pytest.fixture
def desk() -> Desk:
    """An account without tasks."""
    return Desk({})


def say(desk: Desk, path: str, method: str = "POST", steps: Any = None, **body: Any) -> Told:
    """What is answered; tasks are done at once unless ``steps`` say more."""
    life = course({"steps": steps or ["succeeded"], "reason": "no"})
    told = runway.answer(Ask(method, path, desk, body, course=life))
    assert isinstance(told, Told)
    return told


@pytest.mark.parametrize(
    ("step", "status", "has"),
    [
        ("submitted", "PENDING", set()),
        ("queued", "THROTTLED", set()),
        (40, "RUNNING", {"progress"}),
        ("succeeded", "SUCCEEDED", {"output"}),
        ("failed", "FAILED", {"failure", "failureCode"}),
    ],
)
def test_a_task_says_what_its_status_has(desk: Desk, step: Any, status: str, has: set[str]) -> None:
    """And nothing else; all is what the schemas say."""
    taken = say(desk, SUBMIT, steps=[step], promptImage="https://a/b.png")
    fetched = say(desk, f"/v1/tasks/{taken.body['id']}", "GET").body

    assert specs.validator("runway/submit.response.json").is_valid(taken.body)
    assert specs.validator("runway/task.json").is_valid(fetched)
    assert fetched["status"] == status
    assert set(fetched) == {"id", "status", "createdAt"} | has


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "promptImage"),
        ({"promptImage": "a", "promptText": "a" * 1001}, "promptText"),
        ({"promptImage": "a", "duration": 7}, "duration"),
    ],
)
def test_a_wrong_field_is_a_400(desk: Desk, body: Any, word: str) -> None:
    """With words under ``error``."""
    told = say(desk, SUBMIT, **body)

    assert told.status == 400
    assert word in told.body["error"]
    assert specs.validator("runway/error.json").is_valid(told.body)


def test_an_unknown_task_is_a_404(desk: Desk) -> None:
    """Whoever asks."""
    assert say(desk, "/v1/tasks/x", "GET").status == 404


@pytest.mark.parametrize(("method", "path"), [("GET", SUBMIT), ("POST", "/v1/tasks/x")])
def test_other_paths_are_none(desk: Desk, method: str, path: str) -> None:
    """The caller tells of them."""
    assert runway.answer(Ask(method, path, desk)) is None
