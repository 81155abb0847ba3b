"""What new-api says at each path of Suno."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream.protocols.tasks import suno
from mock_upstream.protocols.tasks.course import course
from mock_upstream.protocols.tasks.desk import Ask, Desk, Told

DONE = course({"steps": ["succeeded"]})


@pytest.fixture
def desk() -> Desk:
    """An account without tasks."""
    return Desk({})


def say(desk: Desk, path: str, method: str = "POST", **body: Any) -> Told:
    """What is answered; tasks are done at once."""
    told = suno.answer(Ask(method, path, desk, body, course=DONE))
    assert isinstance(told, Told)
    return told


@pytest.mark.parametrize(
    ("path", "body", "action"),
    [
        ("/submit/music", {"gpt_description_prompt": "rain"}, "MUSIC"),
        ("/submit/MUSIC", {"prompt": "rain", "title": "Rain", "tags": "pop"}, "MUSIC"),
        ("/submit/lyrics", {"prompt": "rain"}, "LYRICS"),
        ("/submit/concat", {"clip_id": "c"}, "CONCAT"),
        ("/uploads/audio-url", {"url": "https://a/b.mp3"}, "UPLOAD"),
    ],
)
def test_a_submission_makes_a_task(desk: Desk, path: str, body: Any, action: str) -> None:
    """Its id fetches it, and all is what the schemas say."""
    taken = say(desk, path, **body)
    fetched = say(desk, f"/fetch/{taken.body['data']}", "GET")

    assert specs.validator("suno/submit.response.json").is_valid(taken.body)
    assert specs.validator("suno/fetch.response.json").is_valid(fetched.body)
    assert fetched.body["data"]["action"] == action


@pytest.mark.parametrize(
    ("path", "body", "code", "word"),
    [
        ("/submit/music", {}, "invalid_request", "prompt_empty"),
        ("/submit/music", {"prompt": "a", "continue_clip_id": "c"}, "invalid_request", "task id"),
        (
            "/submit/music",
            {"prompt": "a", "continue_clip_id": "c", "task_id": "x"},
            "task_not_exist",
            "task",
        ),
        ("/submit/lyrics", {"prompt": 3}, "invalid_request", "prompt_empty"),
        ("/submit/concat", {}, "invalid_request", "clip_id"),
        ("/uploads/audio-url", {}, "invalid_request", "url"),
    ],
)
def test_a_wrong_field_is_a_400(desk: Desk, path: str, body: Any, code: str, word: str) -> None:
    """With a word for a code."""
    told = say(desk, path, **body)

    assert (told.status, told.body["code"]) == (400, code)
    assert word in told.body["message"]
    assert specs.validator("suno/error.json").is_valid(told.body)


def test_a_song_is_gone_on_with(desk: Desk) -> None:
    """The one of a task that is there."""
    first = say(desk, "/submit/music", prompt="a").body["data"]
    more = say(desk, "/submit/music", prompt="b", continue_clip_id="c", task_id=first)

    assert more.body["code"] == "success"


def test_known_tasks_are_listed_in_the_order_asked_for(desk: Desk) -> None:
    """Others are left out."""
    ids = [say(desk, "/submit/music", prompt=word).body["data"] for word in ("a", "b")]
    listed = say(desk, "/fetch", ids=[ids[1], "x", ids[0]]).body

    assert [task["task_id"] for task in listed["data"]] == [ids[1], ids[0]]
    assert specs.validator("suno/batch.response.json").is_valid(listed)
    assert say(desk, "/fetch").body["data"] == []


def test_an_unknown_task_is_a_400(desk: Desk) -> None:
    """In the same words as everywhere."""
    told = say(desk, "/fetch/x", "GET")

    assert (told.status, told.body["code"]) == (400, "task_not_exist")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/submit/music"), ("POST", "/submit/x"), ("PUT", "/fetch")]
)
def test_other_paths_are_none(desk: Desk, method: str, path: str) -> None:
    """The caller tells of them."""
    assert suno.answer(Ask(method, path, desk)) is None
