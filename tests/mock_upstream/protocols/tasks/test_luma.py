"""What relays say at each path of Luma."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream.protocols.tasks import luma
from mock_upstream.protocols.tasks.course import course
from mock_upstream.protocols.tasks.desk import Ask, Desk, Told

DONE = course({"steps": ["succeeded"]})


@pytest.fixture
def desk() -> Desk:
    """An account without tasks."""
    return Desk({})


def say(desk: Desk, path: str, method: str = "POST", **body: Any) -> Told:
    """What is answered; generations are done at once."""
    told = luma.answer(Ask(method, path, desk, body, course=DONE))
    assert isinstance(told, Told)
    return told


def test_a_submission_makes_a_generation(desk: Desk) -> None:
    """Its id fetches it, and it can be gone on with; all is what the schema says."""
    taken = say(desk, "/generations", user_prompt="rain", loop=True)
    fetched = say(desk, f"/generations/{taken.body['id']}", "GET")
    more = say(desk, f"/generations/{taken.body['id']}/extend", user_prompt="more")

    for told in (taken, fetched, more):
        assert specs.validator("luma/generation.json").is_valid(told.body)
    assert fetched.body["request"] == {"prompt": "rain", "loop": True}
    assert fetched.body["video"]["url"] != fetched.body["video"]["download_url"]
    assert more.body["id"] != taken.body["id"]


@pytest.mark.parametrize(
    ("path", "body", "word"),
    [
        ("/generations", {}, "Prompt is required"),
        ("/generations", {"image_url": "a", "image_end_url": "b", "loop": True}, "Loop"),
        ("/generations/x/extend", {"user_prompt": "more"}, "task_not_exist"),
    ],
)
def test_a_wrong_request_is_a_400(desk: Desk, path: str, body: Any, word: str) -> None:
    """With a word for a code."""
    told = say(desk, path, **body)

    assert told.status == 400
    assert word in told.body["message"]
    assert specs.validator("luma/error.json").is_valid(told.body)


def test_known_generations_are_listed_in_the_order_asked_for(desk: Desk) -> None:
    """Bare; others are left out."""
    ids = [say(desk, "/generations", user_prompt=word).body["id"] for word in ("a", "b")]
    listed = say(desk, "/tasks", ids=[ids[1], "x", ids[0]]).body

    assert [one["id"] for one in listed] == [ids[1], ids[0]]
    assert specs.validator("luma/batch.json").is_valid(listed)
    assert say(desk, "/tasks").body == []


def test_a_failure_has_its_reason(desk: Desk) -> None:
    """And no film."""
    taken = say(desk, "/generations", user_prompt="rain").made
    assert taken is not None
    failed = course({"steps": ["failed"], "reason": "no"}).states[0]

    shown = luma.shown(taken, failed)

    assert (shown["state"], shown["failure_reason"], shown["video"]) == ("failed", "no", None)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/generations"), ("GET", "/generations/a/b"), ("POST", "/x"), ("PUT", "/tasks")],
)
def test_other_paths_are_none(desk: Desk, method: str, path: str) -> None:
    """The caller tells of them."""
    assert luma.answer(Ask(method, path, desk)) is None


def test_an_unknown_generation_is_a_400(desk: Desk) -> None:
    """In the same words as everywhere."""
    told = say(desk, "/generations/x", "GET")

    assert (told.status, told.body["code"]) == (400, "task_not_exist")
