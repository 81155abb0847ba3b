"""Tasks through the relay: whose they are, where they run, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.relay import tasks
from conformance.relay.config import Channel, ClientKey
from conformance.relay.envelope import Problem, Reason
from conformance.relay.retry import Cause, Failure

TAKEN = {"code": 1, "description": "ok", "result": 7}
TASK = {"id": "7", "status": "SUCCESS"}
CHANNEL = Channel("c", "http://up.example/v1", "sk-up", {})


def test_a_fetch_goes_where_the_task_runs(rig: Any, run: Callable[..., Any]) -> None:
    """On the second channel, where the first was down; under the id as text."""

    async def work() -> None:
        down = {"status": 500, "body": {"error": {"message": "no"}}}
        async with rig([down], [{"body": TAKEN}, {"body": TASK}]) as relay:
            status, _, _ = await relay.send("/mj/submit/imagine", {"prompt": "a", "new": 1})
            _, _, body = await relay.send("/mj/task/7/fetch", method="GET")

            assert status == 200
            assert b'"SUCCESS"' in body
            assert [up.targets[-1] for up in relay.upstreams] == [
                "POST /mj/submit/imagine", "GET /mj/task/7/fetch",
            ]  # fmt: skip
            assert relay.upstreams[1].calls[0] == {"prompt": "a", "new": 1}
            assert relay.upstreams[1].headers[0]["mj-api-secret"] == "sk-up-1"

    run(work())


@pytest.mark.parametrize("reply", [{"end": "no_head"}, {"body": b"<html>"}, {"body": {"a": 1}}])
def test_a_task_that_may_have_been_taken_is_not_given_to_another(
    rig: Any, run: Callable[..., Any], reply: Any
) -> None:
    """The client is told of a failure, and nobody pays twice."""

    async def work() -> None:
        async with rig([reply], [{"body": TAKEN}]) as relay:
            status, _, _ = await relay.send("/mj/submit/imagine", {"prompt": "a"})

            assert status in {502, 504}
            assert relay.upstreams[1].calls == []

    run(work())


def test_a_stranger_and_an_unknown_id_are_told_alike(rig: Any, run: Callable[..., Any]) -> None:
    """No upstream hears of either."""

    async def work() -> None:
        async with rig([{"body": TAKEN}], others=(ClientKey("sk-other"),)) as relay:
            await relay.send("/mj/submit/imagine", {"prompt": "a"})
            other = {"headers": {"Authorization": "Bearer sk-other"}}
            foreign = await relay.send("/mj/task/7/fetch", method="GET", **other)
            unknown = await relay.send("/mj/task/8/fetch", method="GET")
            change = await relay.send("/mj/submit/simple-change", {"content": "8 U1"})

            assert foreign[0] == unknown[0] == change[0] == 400
            assert foreign[2] == unknown[2]
            assert b"task_no_found" in unknown[2]
            assert len(relay.upstreams[0].calls) == 1

    run(work())


def test_an_upstreams_refusal_is_passed_on_in_its_own_body(
    rig: Any, run: Callable[..., Any]
) -> None:
    """Without the secrets of the channel."""

    async def work() -> None:
        body = {"code": 4, "description": "no, sk-up-0", "extra": 1}
        async with rig([{"status": 400, "body": body}]) as relay:
            status, _, told = await relay.send("/mj/submit/imagine", {"prompt": "a"})

            assert status == 400
            assert told == b'{"code":4,"description":"no, ***","extra":1}'

    run(work())


@pytest.mark.parametrize(
    ("body", "path", "id_"),
    [
        ({"data": {"task_id": "a"}}, ("data", "task_id"), "a"),
        ({"result": 7}, ("result",), "7"),
        ({"result": None}, ("result",), ""),
        ({"result": True}, ("result",), ""),
        ([], ("result",), ""),
    ],
)
def test_an_id_is_found(body: Any, path: Any, id_: str) -> None:
    """As text or as a number."""
    assert tasks.id_at(body, path) == id_


@pytest.mark.parametrize(
    ("value", "id_"), [("7 U1", "7"), (7, "7"), ("", ""), ([], ""), (None, "")]
)
def test_an_earlier_task_is_named_first(value: Any, id_: str) -> None:
    """What follows in the field is what to do with it."""
    assert tasks.id_in(value) == id_


@pytest.mark.parametrize(
    ("empty", "rows", "expected"),
    [([], [1], [1]), ({"code": "success", "data": []}, [1], {"code": "success", "data": [1]})],
)
def test_a_list_is_as_its_family_has_it(empty: Any, rows: Any, expected: Any) -> None:
    """Bare, or in its data."""
    made = tasks.with_rows(empty, rows)

    assert made == expected
    assert tasks.rows_of(made if isinstance(made, dict) else {"": made}) == rows
    assert tasks.rows_of({"data": None}) == []


def test_who_asks_is_told_in_the_usual_shape() -> None:
    """What is wrong with the request is told as Midjourney does."""
    key = tasks.midjourney(Problem(Reason.BAD_KEY, 401, "no"), "r")
    limit = tasks.midjourney(Problem(Reason.LIMIT, 429, "slow"), "r")
    none = Problem(Reason.NO_SUCH_TASK, 404, "task_no_found")
    busy = Problem(Reason.LIMIT, 429, "slow")

    assert set(key) == {"error"}
    assert limit == {"description": "slow ", "type": "upstream_error", "code": 30}
    assert (tasks.status(none), tasks.status(busy)) == (400, 429)


@pytest.mark.parametrize(
    ("reason", "status", "code"),
    [
        (Reason.NO_SUCH_TASK, 404, "task_not_exist"),
        (Reason.BAD_JSON, 400, "invalid_request"),
        (Reason.UPSTREAM, 502, "do_request_failed"),
    ],
)
def test_suno_has_a_word_for_each_reason(reason: Reason, status: int, code: str) -> None:
    """And no data."""
    told = tasks.suno(Problem(reason, status, "no"), "r")

    assert told == {"code": code, "message": "no", "data": None}
    assert set(tasks.suno(Problem(Reason.MISSING_KEY, 401, "no"), "r")) == {"error"}


@pytest.mark.parametrize(
    ("body", "over"),
    [
        ({"status": "SUCCESS"}, True),
        ({"data": {"status": "FAILURE"}}, True),
        ({"data": []}, False),
        ({"status": "QUEUED"}, False),
    ],
)
def test_an_end_is_known_by_its_word(body: Any, over: bool) -> None:
    """Of any family."""
    assert tasks.is_over(body) is over


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (None, 400),
        (Failure(Cause.TIMEOUT), 504),
        (Failure(Cause.STATUS, 401, body={"code": 1}), 502),
        (Failure(Cause.STATUS, 500, body={"code": 1}), 500),
        (Failure(Cause.STATUS, 400), 400),
    ],
)
def test_what_speaks_of_the_relays_own_matters_is_not_passed_on(
    failure: Failure | None, status: int
) -> None:
    """Its account, its faults, its time-outs."""
    problem = Problem(Reason.UPSTREAM, status, "no", failure=failure, channel=CHANNEL)

    assert tasks.passed_on(problem) is None


def test_a_form_without_a_model_gets_none(rig: Any, run: Callable[..., Any]) -> None:
    """It goes to a channel of the key as it came, under the key that its vendor reads."""

    async def work() -> None:
        async with rig([{"body": {"descriptions": [{"text": "a"}]}}]) as relay:
            form = (
                b'--x\r\nContent-Disposition: form-data; name="image_file"; filename="a.png"'
                b"\r\n\r\npng\r\n--x--\r\n"
            )
            headers = {"Content-Type": "multipart/form-data; boundary=x"}
            status, _, _ = await relay.send("/ideogram/describe", data=form, headers=headers)

            assert status == 200
            assert relay.upstreams[0].calls == [form]
            assert relay.upstreams[0].headers[0]["Api-Key"] == "sk-up-0"

    run(work())
