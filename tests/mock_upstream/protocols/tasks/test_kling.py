"""What Kling says at each of its paths."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream.protocols.tasks import kling
from mock_upstream.protocols.tasks.course import course
from mock_upstream.protocols.tasks.desk import Ask, Desk, Told

DONE = course({"steps": ["succeeded"]})
FILM, PICTURES = "/v1/videos/text2video", "/v1/images/generations"


@pytest.fixture
def desk() -> Desk:
    """An account without tasks."""
    return Desk({})


def say(desk: Desk, path: str, method: str = "POST", **body: Any) -> Told:
    """What is answered; tasks are done at once."""
    told = kling.answer(Ask(method, path, desk, body, course=DONE))
    assert isinstance(told, Told)
    return told


@pytest.mark.parametrize(
    ("path", "body", "kind", "count"),
    [
        (FILM, {"prompt": "rain", "external_task_id": "own"}, "videos", 1),
        ("/v1/videos/image2video", {"image_tail": "https://a/b.png"}, "videos", 1),
        (PICTURES, {"prompt": "rain", "n": 3}, "images", 3),
    ],
)
def test_a_submission_makes_a_task(desk: Desk, path: str, body: Any, kind: str, count: int) -> None:
    """Its id fetches it where it was made, and nowhere else; all is what the schema says."""
    taken = say(desk, path, **body)
    id_ = taken.body["data"]["task_id"]
    fetched = say(desk, f"{path}/{id_}", "GET")
    elsewhere = PICTURES if path == FILM else FILM

    assert specs.validator("kling/envelope.json").is_valid(taken.body)
    assert specs.validator("kling/envelope.json").is_valid(fetched.body)
    assert len(fetched.body["data"]["task_result"][kind]) == count
    assert fetched.body["data"]["task_info"].get("external_task_id") == body.get("external_task_id")
    assert say(desk, f"{elsewhere}/{id_}", "GET").status == 404


@pytest.mark.parametrize(
    ("path", "body", "word"),
    [
        (FILM, {}, "prompt"),
        (FILM, {"prompt": "a" * 2501}, "longer"),
        (FILM, {"prompt": "a", "duration": 5}, "duration"),
        (PICTURES, {"prompt": "a", "n": 10}, "n value"),
        ("/v1/videos/image2video", {"prompt": "a"}, "image or image_tail"),
    ],
)
def test_a_wrong_field_is_a_400(desk: Desk, path: str, body: Any, word: str) -> None:
    """With a code in digits."""
    told = say(desk, path, **body)

    assert (told.status, told.body["code"]) == (400, 1201)
    assert word in told.body["message"]
    assert specs.validator("kling/error.json").is_valid(told.body)


def test_an_unknown_task_is_a_404(desk: Desk) -> None:
    """Also one of another kind."""
    told = say(desk, f"{FILM}/1", "GET")

    assert (told.status, told.body["code"]) == (404, 1203)


def test_a_hook_is_told_without_the_envelope(desk: Desk) -> None:
    """The task alone, as it stands in the data of a fetch."""
    taken = say(desk, FILM, prompt="rain", callback_url="http://a/hook")
    assert taken.made is not None
    called = taken.made.called(desk.state(taken.made))

    assert taken.made.hook == "http://a/hook"
    assert specs.validator("kling/task.json").is_valid(called)
    assert called == say(desk, f"{FILM}/{taken.made.id}", "GET").body["data"]


@pytest.mark.parametrize(("method", "path"), [("GET", FILM), ("POST", "/v1/videos/x")])
def test_other_paths_are_none(desk: Desk, method: str, path: str) -> None:
    """The caller tells of them."""
    assert kling.answer(Ask(method, path, desk)) is None
