"""Tasks are read into one form, whatever is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.model import End, Exchange, Read, SentRequest, UpstreamCall
from conformance.wire import tasks
from conformance.wire.tasks import Phase
from conformance.wire.view import View

TASK = {"id": "7", "action": "IMAGINE", "status": "IN_PROGRESS", "progress": "35%"}
DONE = {"id": 7, "status": "FAILURE", "failReason": "no", "imageUrl": "http://a/b.png"}


def view(path: str, body: Any, *said: Any) -> View:
    """An exchange at ``path``; ``said`` are the bodies of its upstream."""
    calls = tuple(
        UpstreamCall("a", "GET", path, (), b"", 0.0, 200, reply={"body": one}) for one in said
    )
    read = Read(0.1, json.dumps(body).encode())
    sent = SentRequest("GET", f"http://relay{path}", ())
    return View(Exchange("x", "p", sent, 200, (), (read,), End.EOF, upstream=calls))


def test_a_fetch_tells_of_a_task() -> None:
    """In the words of the family, and in ours."""
    told = tasks.told(view("/mj/task/7/fetch", TASK))

    assert told is not None
    assert (told.id, told.phase, told.percent, told.results) == ("7", Phase.RUNNING, 35.0, ())


def test_an_end_has_its_reason_and_its_files() -> None:
    """Numbers for ids are read as they are written."""
    told = tasks.told(view("/mj-fast/mj/task/7/fetch", DONE))

    assert told is not None
    assert (told.id, told.phase, told.reason) == ("7", Phase.OVER, "no")
    assert told.results == ("http://a/b.png",)


@pytest.mark.parametrize("body", [[], "no", {"status": 3}, {"description": "task_no_found "}])
def test_no_task_is_none(body: Any) -> None:
    """Nothing is guessed."""
    assert tasks.told(view("/mj/task/7/fetch", body)) is None


def test_an_unknown_word_is_no_phase() -> None:
    """The rest is read all the same."""
    told = tasks.told(view("/mj/task/7/fetch", TASK | {"status": "DONE"}))

    assert told is not None
    assert (told.phase, told.status) == (None, "DONE")


@pytest.mark.parametrize(
    ("path", "body", "id_"),
    [
        ("/mj/submit/imagine", {"code": 1, "result": "7"}, "7"),
        ("/mj/submit/imagine", {"code": 1, "result": 7}, "7"),
        ("/mj/submit/imagine", {"code": 24, "result": None}, None),
        ("/v1/chat/completions", {"result": "7"}, None),
    ],
)
def test_a_submission_has_an_id(path: str, body: Any, id_: str | None) -> None:
    """As text or as a number; elsewhere there is none."""
    assert tasks.made(view(path, body)) == id_


def test_what_the_upstream_said_is_read_alike() -> None:
    """Also its lists; what is no task is left out."""
    told = tasks.upstream(view("/mj/task/7/fetch", TASK, TASK, [TASK | {"id": "8"}, 3], {}))

    assert [one.id for one in told] == ["7", "8"]
    assert tasks.upstream(view("/v1/models", TASK, TASK)) == ()
    assert tasks.told(view("/v1/models", TASK)) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("35%", 35), ("100", 100), ("", None), ("x", None), (0.5, 50), (40, 40), (True, None)],
)
def test_progress_is_a_share(value: Any, expected: float | None) -> None:
    """As text, as a number of percent, or as a part of one."""
    assert tasks.percent(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (0.25, 25), (1, 100)])
def test_progress_may_be_a_part_of_one(value: Any, expected: float) -> None:
    """Where its family says so, all of the work is 1 and not 1%."""
    told = tasks.told(view("/runwayml/v1/tasks/7", {"status": "RUNNING", "progress": value}))

    assert told is not None
    assert told.percent == expected


def test_addresses_are_found_through_lists() -> None:
    """In their order; what is none is left out."""
    value = {"data": [{"url": "a"}, {"url": ""}, {"url": 3}, {"url": "b"}, 5]}

    assert tasks.urls(value, ("data", "url")) == ["a", "b"]


def test_a_list_is_read_task_by_task() -> None:
    """Bare, or in its data; one task is no list."""
    suno = {"code": "success", "data": [{"task_id": "a", "status": "QUEUED"}, 3]}

    assert [one.id for one in tasks.rows(view("/mj/task/list-by-condition", [TASK]))] == ["7"]
    assert [one.phase for one in tasks.rows(view("/suno/fetch", suno))] == [Phase.QUEUED]
    rows = {"code": "success", "data": [{"data": {"id": "a", "state": "completed"}}]}
    assert [one.id for one in tasks.rows(view("/luma/tasks", rows))] == ["a"]
    assert tasks.rows(view("/mj/task/7/fetch", TASK)) == []
    assert tasks.rows(view("/v1/models", [TASK])) == []


def test_a_hook_is_told_of_a_task() -> None:
    """In its family's form."""
    assert tasks.KLING.called({"task_id": "a", "task_status": "succeed"}) is not None
    told = tasks.SUNO.called({"task_id": "a", "status": "FAIL", "fail_reason": "no"})

    assert told is not None
    assert (told.id, told.phase, told.reason) == ("a", Phase.OVER, "no")
