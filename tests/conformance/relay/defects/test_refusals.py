"""Defects of the status with which the relay itself refuses a request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.relay.answer import Answer, Body
from conformance.relay.config import ClientKey
from conformance.relay.defects import refusals
from conformance.relay.envelope import Reason, refusal
from conformance.relay.turn import Turn

OWN = [reason for reason in Reason if reason is not Reason.UPSTREAM]


@pytest.mark.parametrize(
    ("defect", "reason", "status"),
    [
        (refusals.MissingKey500, Reason.MISSING_KEY, 500),
        (refusals.WrongMethod500, Reason.WRONG_METHOD, 500),
        (refusals.MediaType500, Reason.MEDIA_TYPE, 500),
        (refusals.BadJson500, Reason.BAD_JSON, 500),
        (refusals.WrongType500, Reason.WRONG_TYPE, 500),
        (refusals.MissingField500, Reason.MISSING_FIELD, 500),
        (refusals.Oversize400, Reason.TOO_LARGE, 400),
        (refusals.UnknownModel200, Reason.UNKNOWN_MODEL, 200),
        (refusals.ModelUnknown200, Reason.NO_SUCH_MODEL, 200),
        (refusals.RateLimitAs500, Reason.LIMIT, 500),
        (refusals.UnknownPath500, Reason.UNKNOWN_PATH, 500),
    ],
)
def test_one_reason_has_another_status(told: Any, defect: Any, reason: Reason, status: int) -> None:
    """All else about it, and all other reasons, are as they were."""
    for other in OWN:
        honest = refusal(other, "no").problem
        shown = told(defect, other)[0]
        expected = status if other is reason else honest.status
        assert replace(shown, headers={}) == replace(honest, status=expected)


@pytest.mark.parametrize(
    ("defect", "reason", "status"),
    [
        (refusals.BadKey500, Reason.BAD_KEY, 500),
        (refusals.BadKeyNoCode, Reason.BAD_KEY, 401),
        (refusals.UnknownModel503, Reason.UNKNOWN_MODEL, 503),
        (refusals.UnknownModelNoCode, Reason.UNKNOWN_MODEL, 404),
    ],
)
def test_code_is_lost(told: Any, defect: Any, reason: Reason, status: int) -> None:
    """Other reasons keep theirs."""
    problem, _ = told(defect, reason)

    assert (problem.status, problem.code) == (status, None)
    assert told(defect, Reason.LIMIT)[0] == refusal(Reason.LIMIT, "no").problem


def test_no_allow(told: Any) -> None:
    """Only a 405 loses its header."""
    for reason, headers in ((Reason.WRONG_METHOD, {}), (Reason.LIMIT, {"A": "b"})):
        problem = refusal(reason, "no", headers={"A": "b"}).problem
        assert told(refusals.NoAllow, problem)[0].headers == headers


def test_own_429_empty() -> None:
    """Status and headers stay; other errors keep their body."""
    limit, path = (refusal(reason, "no").problem for reason in (Reason.LIMIT, Reason.UNKNOWN_PATH))
    defect = refusals.Own429Empty(Turn("r"))
    answer = Answer(429, Body.ERROR, b"{}", headers={"Retry-After": "1"}, problem=limit)

    assert defect.answer(answer) == replace(answer, octets=b"", content_type=None)
    assert defect.answer(replace(answer, problem=path)).octets == b"{}"


@pytest.mark.parametrize(("reason", "headers"), [(Reason.LIMIT, {}), (Reason.BAD_KEY, {"A": "b"})])
def test_own_429_no_retry_after(told: Any, reason: Reason, headers: dict[str, str]) -> None:
    """Only the limit loses its header."""
    problem = refusal(reason, "no", headers={"A": "b"}).problem

    assert told(refusals.Own429NoRetryAfter, problem)[0].headers == headers


@pytest.mark.parametrize(("reason", "is_shown"), [(Reason.BAD_KEY, True), (Reason.LIMIT, False)])
def test_echo_client_key(told: Any, reason: Reason, is_shown: bool) -> None:
    """Only the message about the key shows it."""
    problem, _ = told(refusals.EchoClientKey, reason, token="sk-wrong")

    assert ("sk-wrong" in problem.message) is is_shown


@pytest.mark.parametrize(("reason", "status"), [(Reason.UNKNOWN_PATH, 200), (Reason.LIMIT, 429)])
def test_unknown_path_html(reason: Reason, status: int) -> None:
    """Only an unknown path gives the page."""
    problem = refusal(reason, "no").problem
    answer = Answer(problem.status, Body.ERROR, problem=problem)

    shown = refusals.UnknownPathHtml(Turn("r")).answer(answer)

    assert shown.status == status
    assert shown.octets.startswith(b"<!doctype") is (status == 200)


def test_no_rate_limit(rig: Any, run: Any) -> None:
    """A key with one request per minute gets two, without rate headers."""

    async def work() -> Any:
        key = ClientKey("sk-client", rpm=1)
        reply: dict[str, Any] = {"body": {"choices": []}}
        async with rig([reply], key=key, defects=("no_rate_limit",)) as r:
            return [(await r.ask())[0] for _ in range(2)]

    assert run(work()) == [200, 200]


def test_preflight_401(rig: Any, run: Any) -> None:
    """Without a key a preflight is refused, with one it is answered."""

    async def work() -> Any:
        async with rig([{}], defects=("preflight_401",)) as r:
            url = f"{r.url}/v1/models"
            refused = await r.client.options(url, headers={"Authorization": ""})
            answered = await r.client.options(url)
            return refused.status, answered.status

    assert run(work()) == (401, 204)


def test_a_body_that_is_no_object_breaks_the_code(told: Any) -> None:
    """A field of the wrong type is refused as ever, and so is all else."""
    field = refusal(Reason.WRONG_TYPE, "no", param="n").problem

    with pytest.raises(RuntimeError):
        told(refusals.Bare500, Reason.WRONG_TYPE)
    assert told(refusals.Bare500, field)[0] == field
    assert told(refusals.Bare500, Reason.BAD_JSON)[0] == refusal(Reason.BAD_JSON, "no").problem
