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
