"""Defects of the relay as an HTTP intermediary."""

from __future__ import annotations

from typing import Any

import pytest
from multidict import CIMultiDict

from conformance.relay.answer import Answer, Body
from conformance.relay.config import Channel
from conformance.relay.defects.base import Defect
from conformance.relay.defects.hops import (
    CodingLabelKept,
    CorsOnPreflightOnly,
    Expectation417,
    Head500,
    HostPassed,
    LargeBody404,
    NamedHeadersPassed,
    OriginReflected,
    PreflightListFixed,
    ProxyHeadersPassed,
    RedirectPassed,
    UpstreamHopPassed,
)
from conformance.relay.envelope import RelayError
from conformance.relay.relayed import problem_of
from conformance.relay.retry import Cause, Failure
from conformance.relay.turn import Turn

CHANNEL = Channel("a", "https://up.example/v1", "sk-up", {})
SENT = CIMultiDict(
    {"connection": "keep-alive, x-hop", "x-hop": "1", "te": "trailers", "host": "relay:1"}
)
HEARD = CIMultiDict({"connection": "x-up", "x-up": "2", "content-encoding": "gzip"})
ORIGIN = "Access-Control-Allow-Origin"
PREFLIGHT = Answer(204, Body.NOTHING, headers={"Access-Control-Allow-Headers": "*", "A": "1"})
SERVED = Answer(200, Body.COMPLETION, b"{}")


@pytest.mark.parametrize(
    ("defect", "more"),
    [
        (NamedHeadersPassed, {"x-hop": "1"}),
        (ProxyHeadersPassed, {"TE": "trailers"}),
        (HostPassed, {"Host": "relay:1"}),
    ],
)
def test_headers_of_the_client_go_on(defect: type[Defect], more: Any) -> None:
    """Those that the defect speaks of, and no other."""
    shown = defect(Turn("r", headers=SENT)).request_headers({"Accept": "*/*"})

    assert shown == {"Accept": "*/*"} | more


@pytest.mark.parametrize(
    ("defect", "more"),
    [(UpstreamHopPassed, {"x-up": "2"}), (CodingLabelKept, {"Content-Encoding": "gzip"})],
)
def test_headers_of_the_upstream_come_through(defect: type[Defect], more: Any) -> None:
    """Those that were sent; without them nothing changes."""
    assert defect(Turn("r", heard=HEARD)).headers({"A": "1"}) == {"A": "1"} | more
    assert defect(Turn("r")).headers({"A": "1"}) == {"A": "1"}


@pytest.mark.parametrize(("status", "passed"), [(307, 307), (500, 502), (None, 502)])
def test_a_redirect_comes_through(status: int | None, passed: int) -> None:
    """With an address; other failures are as they were."""
    problem = problem_of(Failure(Cause.STATUS, status), CHANNEL)
    answer = Answer(502, Body.ERROR, b"{}", problem=problem)

    shown = RedirectPassed(Turn("r")).answer(answer)

    assert shown.status == passed
    assert ("Location" in shown.headers) is (passed == 307)
    assert RedirectPassed(Turn("r")).answer(SERVED) == SERVED


def test_a_preflight_has_a_fixed_list() -> None:
    """Its other headers stay, and so does every other answer."""
    defect = PreflightListFixed(Turn("r"))

    assert defect.answer(PREFLIGHT).headers == {
        "A": "1",
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
    }
    assert defect.answer(SERVED) == SERVED


@pytest.mark.parametrize(("answer", "kept"), [(PREFLIGHT, True), (SERVED, False), (None, False)])
def test_the_permission_is_on_the_preflight_only(answer: Answer | None, *, kept: bool) -> None:
    """A stream is no answer of one piece, and has none either."""
    defect = CorsOnPreflightOnly(Turn("r"))
    assert answer is None or defect.answer(answer) == answer

    shown = defect.headers({ORIGIN: "*", "A": "1"})

    assert shown == ({ORIGIN: "*", "A": "1"} if kept else {"A": "1"})


def test_an_origin_is_reflected() -> None:
    """Without one nothing changes."""
    turn = Turn("r", headers={"Origin": "https://evil.example"})

    assert OriginReflected(turn).headers({ORIGIN: "*"}) == {
        ORIGIN: "https://evil.example",
        "Access-Control-Allow-Credentials": "true",
    }
    assert OriginReflected(Turn("r")).headers({ORIGIN: "*"}) == {ORIGIN: "*"}


def test_a_large_body_is_not_found() -> None:
    """A small one is."""
    large = LargeBody404(Turn("r", headers={"Content-Length": str(2**20 + 1)}))

    assert LargeBody404(Turn("r")).request_body({"a": 1}) == {"a": 1}
    with pytest.raises(RelayError) as caught:
        large.request_body({"a": 1})
    assert caught.value.problem.status == 404


def test_an_expectation_fails() -> None:
    """Whoever does not ask is served."""
    turn = Turn("r", headers={"Expect": "100-continue"})

    assert Expectation417(turn).answer(SERVED).status == 417
    assert Expectation417(Turn("r")).answer(SERVED) == SERVED


@pytest.mark.parametrize(("method", "status"), [("HEAD", 500), ("GET", 200)])
def test_a_head_fails(method: str, status: int) -> None:
    """The whole is there."""
    assert Head500(Turn("r", method=method)).answer(SERVED).status == status
