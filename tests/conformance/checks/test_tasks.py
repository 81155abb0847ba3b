"""Rules of tasks, each with what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.wire.view import View

Maker = Callable[..., View]
Places = Callable[..., list[str | None]]
Life = Callable[..., list[View]]


@pytest.fixture
def life(view: Maker) -> Life:
    """A submission that gives the id 7, and a fetch for each further body."""

    def make(*told: Any, taken: Any = None, status: int = 200) -> list[View]:
        first = {"code": 1, "description": "ok", "result": "7"} if taken is None else taken
        url = "http://relay/mj/task/7/fetch"
        return [
            view(first, status=status, url="http://relay/mj/submit/imagine"),
            *(view({"id": "7", **body}, url=url, method="GET") for body in told),
        ]

    return make


@pytest.mark.parametrize(
    ("taken", "status", "found"),
    [(None, 200, 0), ({"code": 4, "result": ""}, 200, 1), ({"code": 1, "result": "7"}, 500, 1)],
)
def test_a_submission_is_taken(
    life: Life, places: Places, taken: Any, status: int, found: int
) -> None:
    """By status and id."""
    assert len(places("tasks.accepted", *life(taken=taken, status=status))) == found


def test_a_task_keeps_its_id(life: Life, places: Places) -> None:
    """The one of its submission."""
    assert places("tasks.same-id", *life({"status": "SUCCESS"})) == []
    assert len(places("tasks.same-id", *life({"status": "SUCCESS", "id": "8"}))) == 1


def test_a_status_is_a_word_of_the_family(life: Life, places: Places) -> None:
    """Another is told."""
    assert len(places("tasks.word", *life({"status": "SUCCESS"}, {"status": "DONE"}))) == 1


@pytest.mark.parametrize(
    ("statuses", "found"),
    [
        (["NOT_START", "SUBMITTED", "IN_PROGRESS", "IN_PROGRESS", "SUCCESS", "SUCCESS"], 0),
        (["MODAL", "NOT_START", "FAILURE"], 0),
        (["IN_PROGRESS", "SUBMITTED"], 1),
        (["SUCCESS", "IN_PROGRESS", "SUCCESS"], 1),
        (["DONE", "SUBMITTED"], 0),
    ],
)
def test_a_task_goes_one_way(life: Life, places: Places, statuses: list[str], found: int) -> None:
    """An unknown word is another rule's business."""
    views = life(*({"status": status} for status in statuses))

    assert len(places("tasks.forward", *views)) == found


@pytest.mark.parametrize(
    ("shares", "found"),
    [(["0%", "50%", "50%", "99%"], 0), (["50%", "20%"], 1), (["350%"], 1), (["", "10%"], 0)],
)
def test_progress_does_not_fall(life: Life, places: Places, shares: list[str], found: int) -> None:
    """And is a share of the whole."""
    views = life(*({"status": "IN_PROGRESS", "progress": share} for share in shares))

    assert len(places("tasks.percent", *views)) == found


def test_a_task_that_was_taken_is_told_of(life: Life, places: Places, view: Maker) -> None:
    """An error is none, nor is another body."""
    gone = view({"code": 4}, status=400, url="http://relay/mj/task/7/fetch", method="GET")
    views = [*life({"status": "SUCCESS"}), gone]

    assert len(places("tasks.told", *views)) == 1
    assert places("tasks.told", *views, places=[1]) == []


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (["IN_PROGRESS", "SUCCESS", "SUCCESS"], 0),
        (["SUCCESS", "FAILURE", "SUCCESS"], 1),
        (["FAILURE", "", "IN_PROGRESS"], 2),
    ],
)
def test_an_end_stays(life: Life, places: Places, told: list[str], found: int) -> None:
    """Whatever it was."""
    views = life(*({"status": status} for status in told))

    assert len(places("tasks.stays", *views)) == found


def test_an_end_keeps_its_files(life: Life, places: Places, view: Maker) -> None:
    """A task that is gone behind its end has not stayed."""
    first, other = ({"status": "SUCCESS", "imageUrl": url} for url in ("http://a", "http://b"))
    gone = view({"code": 4}, status=400, url="http://relay/mj/task/7/fetch", method="GET")

    assert len(places("tasks.stays", *life(first, other))) == 1
    assert len(places("tasks.stays", *life(first), gone)) == 1


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        ({"description": "task_no_found ", "code": 4}, 400, 0),
        ({"description": "task_no_found ", "code": 4}, 500, 1),
        ({"id": "7", "status": "NOT_START"}, 400, 1),
        ({"code": 1, "result": "7"}, 200, 1),
    ],
)
def test_what_nobody_has_is_refused(
    view: Maker, places: Places, body: Any, status: int, found: int
) -> None:
    """And no task is made up."""
    one = view(body, status=status, url="http://relay/mj/task/7/fetch")

    assert len(places("tasks.unknown", one, accept=[200, 400])) == found


def test_a_list_has_what_was_taken(life: Life, places: Places, view: Maker) -> None:
    """Each, and no other."""
    url = "http://relay/mj/task/list-by-condition"
    one, none = (view(body, url=url) for body in ([{"id": "7", "status": ""}, 3], []))

    assert places("tasks.listed", *life(), one, place=1) == []
    assert len(places("tasks.listed", *life(), none, place=1)) == 1
    assert (len(places("tasks.nothing-listed", one)), places("tasks.nothing-listed", none)) == (
        1,
        [],
    )


def test_a_stranger_is_told_nothing(life: Life, places: Places, view: Maker) -> None:
    """Neither alone nor in a list; what is made up is another rule's business."""
    listed = view([{"id": "7", "status": ""}], url="http://relay/mj/task/list-by-condition")
    views = [*life({"status": "SUCCESS"}, {"status": "SUCCESS", "id": "0"}), listed]

    assert len(places("tasks.foreign", *views, places=[1, 2, 3])) == 2


@pytest.mark.parametrize(
    ("code", "status", "found"),
    [(21, "MODAL", 0), (1, "MODAL", 1), (21, "SUBMITTED", 1), (1, "", 2)],
)
def test_a_wait_is_told(life: Life, places: Places, code: int, status: str, found: int) -> None:
    """When it begins, and while it lasts."""
    views = life({"status": status}, taken={"code": code, "result": "7"})

    assert len(places("tasks.waits", *views, taken=0, told=1)) == found
