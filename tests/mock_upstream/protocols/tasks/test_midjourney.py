"""What midjourney-proxy says at each of its paths."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.tasks import midjourney
from mock_upstream.protocols.tasks.course import course
from mock_upstream.protocols.tasks.desk import Ask, Desk, Told

PICTURE = "data:image/png;base64,AAAA"
DONE = course({"steps": ["succeeded"]})


@pytest.fixture
def desk() -> Desk:
    """An account without tasks."""
    return Desk({})


def say(desk: Desk, path: str, method: str = "POST", **body: Any) -> Any:
    """The body that is answered; tasks are done at once."""
    told = midjourney.answer(Ask(method, path, desk, body, course=DONE))
    assert isinstance(told, Told)
    return told.body


@pytest.mark.parametrize(
    ("path", "body", "action"),
    [
        ("/submit/imagine", {"prompt": "cat"}, "IMAGINE"),
        ("/submit/shorten", {"prompt": "cat"}, "SHORTEN"),
        ("/submit/describe", {"base64": PICTURE}, "DESCRIBE"),
        ("/submit/blend", {"base64Array": [PICTURE] * 2}, "BLEND"),
        ("/insight-face/swap", {"sourceBase64": PICTURE, "targetBase64": PICTURE}, "SWAP_FACE"),
    ],
)
def test_a_submission_makes_a_task(desk: Desk, path: str, body: Any, action: str) -> None:
    """Its id fetches it."""
    taken = say(desk, path, **body)
    task = say(desk, f"/task/{taken['result']}/fetch", "GET")

    assert taken["code"] == 1
    assert (task["id"], task["action"], task["status"]) == (taken["result"], action, "SUCCESS")


@pytest.mark.parametrize(
    ("path", "body", "word"),
    [
        ("/submit/imagine", {}, "prompt"),
        ("/submit/imagine", {"prompt": " "}, "prompt"),
        ("/submit/describe", {"base64": "AAAA"}, "base64"),
        ("/submit/blend", {"base64Array": [PICTURE]}, "base64List"),
        ("/submit/blend", {"base64Array": [PICTURE, 1]}, "base64"),
        ("/submit/change", {"action": "UPSCALE"}, "taskId"),
        ("/submit/change", {"taskId": "1", "action": "SING"}, "action"),
        ("/submit/change", {"taskId": "1", "action": "UPSCALE", "index": 5}, "index"),
        ("/submit/simple-change", {"content": "1  U2"}, "content"),
        ("/submit/action", {"customId": "MJ::JOB::reroll::0"}, "taskId"),
        ("/submit/action", {"taskId": "1"}, "customId"),
        ("/submit/action", {"taskId": "1", "customId": "x"}, "unknown_action:x"),
    ],
)
def test_a_wrong_field_is_code_4(desk: Desk, path: str, body: Any, word: str) -> None:
    """The description names it."""
    told = say(desk, path, **body)

    assert (told["code"], told["result"]) == (4, None)
    assert word in told["description"]


@pytest.mark.parametrize(
    ("path", "body", "action"),
    [
        ("/submit/change", {"taskId": "ID", "action": "UPSCALE", "index": 2}, "UPSCALE"),
        ("/submit/change", {"taskId": "ID", "action": "REROLL"}, "REROLL"),
        ("/submit/simple-change", {"content": "ID v4"}, "VARIATION"),
        ("/submit/action", {"taskId": "ID", "customId": "MJ::JOB::pan_left::1::u::SOLO"}, "PAN"),
    ],
)
def test_a_finished_task_is_gone_on_from(desk: Desk, path: str, body: Any, action: str) -> None:
    """What follows is a task of its own."""
    first = say(desk, "/submit/imagine", prompt="cat")["result"]
    taken = say(desk, path, **{k: v.replace("ID", first) if isinstance(v, str) else v for k, v in body.items()})  # fmt: skip  # noqa: E501
    task = say(desk, f"/task/{taken['result']}/fetch", "GET")

    assert taken["result"] != first
    assert task["action"] == action


def test_a_task_that_is_not_done_is_not_gone_on_from(desk: Desk) -> None:
    """It is code 4; one that is not there is code 3."""
    taken = midjourney.answer(Ask("POST", "/submit/imagine", desk, {"prompt": "cat"}))
    assert isinstance(taken, Told)

    assert say(desk, "/submit/simple-change", content=f"{taken.body['result']} U1")["code"] == 4
    assert say(desk, "/submit/simple-change", content="1 U1")["code"] == 3
    assert say(desk, f"/task/{taken.body['result']}/image-seed", "GET")["code"] == 4
    assert say(desk, "/task/1/image-seed", "GET")["code"] == 3


def test_a_window_is_filled_in(desk: Desk) -> None:
    """The task waits until it is, and then goes on under its id."""
    first = say(desk, "/submit/imagine", prompt="cat")["result"]
    window = say(desk, "/submit/action", taskId=first, customId="MJ::CustomZoom::u")
    waiting = say(desk, f"/task/{window['result']}/fetch", "GET")
    filled = say(desk, "/submit/modal", taskId=window["result"], prompt="cat --zoom 2")
    after = say(desk, f"/task/{window['result']}/fetch", "GET")

    assert (window["code"], waiting["status"]) == (21, "MODAL")
    assert (filled["code"], filled["result"]) == (1, window["result"])
    assert (after["status"], after["prompt"]) == ("SUCCESS", "cat --zoom 2")


def test_no_window_is_no_window(desk: Desk) -> None:
    """Neither of a task that does not wait nor of none."""
    first = say(desk, "/submit/imagine", prompt="cat")["result"]

    assert say(desk, "/submit/modal", taskId=first)["code"] == 4
    assert say(desk, "/submit/modal")["code"] == 3


def test_known_tasks_are_listed_in_the_order_asked_for(desk: Desk) -> None:
    """Others are left out."""
    ids = [say(desk, "/submit/imagine", prompt=word)["result"] for word in ("a", "b")]
    listed = say(desk, "/task/list-by-condition", ids=[ids[1], "x", ids[0]])

    assert [task["id"] for task in listed] == [ids[1], ids[0]]
    assert say(desk, "/task/list-by-condition") == []


def test_a_seed_is_told_of_a_picture(desk: Desk) -> None:
    """The same each time."""
    id_ = say(desk, "/submit/imagine", prompt="a")["result"]
    seeds = [say(desk, f"/task/{id_}/image-seed", "GET")["result"] for _ in range(2)]

    assert seeds[0] == seeds[1]
    assert seeds[0].isdigit()


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/task/1/sing"), ("GET", "/submit/imagine"), ("POST", "/submit/sing"), ("PUT", "/x")],
)
def test_other_paths_are_none(desk: Desk, method: str, path: str) -> None:
    """The caller tells of them as of any unknown path."""
    assert midjourney.answer(Ask(method, path, desk)) is None


def test_an_unknown_task_is_not_found(desk: Desk) -> None:
    """404 and code 3."""
    told = midjourney.answer(Ask("GET", "/task/1/fetch", desk))

    assert told is not None
    assert (told.status, told.body["code"]) == (404, 3)
