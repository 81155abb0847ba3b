"""Rules of tasks with both sides in view, each with what breaks it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.model import Delivery, UpstreamCall
from conformance.wire.view import View

Maker = Callable[..., View]
Places = Callable[..., list[str | None]]
TAKEN = {"code": 1, "description": "ok", "result": "7"}
URL = "http://mock/x.png"


def said(body: Any = None, **reply: Any) -> UpstreamCall:
    """What an upstream said, as the journal has it."""
    told = {**({"body": body} if body is not None else {}), **reply}
    return UpstreamCall("a", "GET", "/mj", (), b"{}", 0.0, 200, reply=told)


@pytest.fixture
def submit(view: Maker) -> Maker:
    """A submission; ``calls`` are its upstream's."""

    def make(*calls: UpstreamCall, body: Any = None, request: Any = None) -> View:
        url = "http://relay/mj/submit/imagine"
        return view(body or TAKEN, url=url, upstream=calls, request=request)

    return make


@pytest.fixture
def look(view: Maker) -> Maker:
    """A fetch that tells ``body``; the upstream said ``upstream``, or the same."""

    def make(body: Any, upstream: Any = None, **reply: Any) -> View:
        told = {"id": "7", **body}
        call = said({"id": "7", **(body if upstream is None else upstream)}, **reply)
        url = "http://relay/mj/task/7/fetch"
        return view(told, url=url, method="GET", upstream=[call])

    return make


RUNNING = {"status": "IN_PROGRESS", "progress": "20%"}
DONE = {"status": "SUCCESS", "progress": "100%", "imageUrl": URL}


@pytest.mark.parametrize(
    ("told", "meant", "found"),
    [
        ([RUNNING, DONE], [RUNNING, DONE], 0),
        ([RUNNING, RUNNING], [RUNNING, DONE], 0),
        ([{"status": "SUBMITTED"}], [RUNNING], 0),
        ([DONE], [RUNNING], 1),
        ([{**RUNNING, "progress": "27%"}], [RUNNING], 1),
    ],
)
def test_a_task_is_told_no_further_than_it_is(
    submit: Maker, look: Maker, places: Places, told: list[Any], meant: list[Any], found: int
) -> None:
    """It may be told as it was."""
    views = [submit(), *map(look, told, meant)]

    assert len(places("tasks.as-upstream", *views)) == found


def test_a_task_that_has_not_moved_is_told_alike(look: Maker, places: Places) -> None:
    """One that has may differ."""
    first, same = look(RUNNING | {"submitTime": 1}), look(RUNNING | {"submitTime": 1})
    dated = look(RUNNING | {"submitTime": 2}, RUNNING | {"submitTime": 1})

    assert places("tasks.still", first, same) == []
    assert places("tasks.still", first, dated) == ["/submitTime"]
    assert places("tasks.still", first, look(DONE)) == []


def test_a_reason_is_the_upstreams(look: Maker, places: Places) -> None:
    """More may stand around it."""
    failed = {"status": "FAILURE", "failReason": "no"}

    assert places("tasks.reason", look(failed | {"failReason": "It said: no"}, failed)) == []
    assert len(places("tasks.reason", look(failed | {"failReason": ""}, failed))) == 1


def test_fields_are_the_upstreams(look: Maker, places: Places) -> None:
    """Of one state."""
    told = look(DONE | {"buttons": []}, DONE | {"buttons": [1]})
    behind = look(RUNNING, DONE | {"buttons": [1]})

    assert places("tasks.fields", told, behind, keys=["buttons", "imageUrl"]) == ["/buttons"]


def test_one_submission_makes_one_task(submit: Maker, places: Places) -> None:
    """On whatever channel."""
    assert places("tasks.once", submit(said(made="7"))) == []
    assert len(places("tasks.once", submit(said(made="7"), said(made="8"), said()))) == 1


def test_a_request_reaches_the_upstream(submit: Maker, places: Places) -> None:
    """What was not asked is not looked for."""
    call = replace(said(), body=json.dumps({"prompt": "cat"}).encode())
    views = [submit(call, request={"prompt": "cat", "state": "s"})]

    assert places("tasks.request", *views, keys=["prompt", "botType"]) == []
    assert places("tasks.request", *views, keys=["state"]) == ["/state"]
    assert places("tasks.request", submit(request={"a": 1}), keys=["a"]) == ["/a"]


def test_a_body_is_what_its_schema_says(submit: Maker, places: Places) -> None:
    """At its place."""
    views = [submit(), submit(body={"code": "1"})]

    assert places("tasks.valid", *views, schema="midjourney/submit.response.json", places=[0]) == []
    assert places("tasks.valid", *views, schema="midjourney/submit.response.json", places=[1])


def test_the_words_of_a_refusal_arrive(submit: Maker, places: Places) -> None:
    """Each that the upstream said."""
    call = said(error={"body": {"error": {"code": "24", "message": "banned"}}})
    told = submit(call, body={"code": 24, "description": "banned"})
    hidden = submit(call, body={"code": 4, "description": "no"})

    assert places("tasks.refusal", told, keys=["code", "message"]) == []
    assert len(places("tasks.refusal", hidden, keys=["code", "message"])) == 2


def test_a_file_is_the_one_that_was_made(look: Maker, view: Maker, places: Places) -> None:
    """By its digest; that there is one is another rule."""
    ended = look(DONE, files={URL: hashlib.sha256(b"picture").hexdigest()})
    views = [view(body, url=URL, method="GET") for body in (b"picture", b"another")]
    gone = view(b"", status=404, url=URL, method="GET")

    assert places("tasks.same-file", ended, views[0], place=1) == []
    assert len(places("tasks.same-file", ended, views[1], place=1)) == 1
    assert places("tasks.same-file", ended, gone, place=1) == []
    assert len(places("tasks.file", ended, gone, place=1)) == 1
    assert places("tasks.file", ended, views[0], place=1) == []


def called(view: View, *bodies: Any) -> View:
    """A submission whose hook was told ``bodies``."""
    octets = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in bodies]
    told = tuple(Delivery("POST", (), body) for body in octets)
    return View(replace(view.exchange, deliveries=told))


def test_an_end_is_called_back_once(submit: Maker, look: Maker, places: Places) -> None:
    """Steps on the way do not count, nor what is no task."""
    end = {"id": "7", **DONE}
    once = called(submit(), {"id": "7", **RUNNING}, b"no", end)

    assert places("tasks.called-back", once) == []
    assert len(places("tasks.called-back", called(submit(), end, end))) == 1
    assert len(places("tasks.called-back", called(submit(), RUNNING))) == 1
    assert places("tasks.called-alike", once, look(DONE)) == []
    assert len(places("tasks.called-alike", once, look(DONE | {"status": "FAILURE"}))) == 1
    assert places("tasks.called-alike", called(submit(), RUNNING), look(DONE)) == []


def test_a_hook_that_is_not_called_was_not_passed_on(submit: Maker, places: Places) -> None:
    """Any call will do."""
    assert len(places("tasks.hook-passed", submit())) == 1
    assert places("tasks.hook-passed", called(submit(), RUNNING)) == []


def test_a_hook_is_told_what_a_fetch_tells(submit: Maker, look: Maker, places: Places) -> None:
    """Under the keys that are named; without an end it is told nothing."""
    end = {"id": "7", **DONE}

    for told, found in (([end], 0), ([end | {"imageUrl": "u"}, end], 0), ([RUNNING], 1)):
        assert (
            len(places("tasks.called-with", called(submit(), *told), look(DONE), keys=["imageUrl"]))
            == found
        )
    other = look(DONE | {"imageUrl": "u"})
    assert len(places("tasks.called-with", called(submit(), end), other, keys=["imageUrl"])) == 1
