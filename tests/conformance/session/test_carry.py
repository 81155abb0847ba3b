"""A probe is carried out on one lane, and its upstream calls are joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.catalog import Case
from conformance.model import JSON, Blame, Delivery, End, Exchange, RequestSpec, UpstreamCall
from conformance.probes.build import NOWHERE
from conformance.rigs import Lane
from conformance.session.budget import Budget
from conformance.session.carry import Carrier, failed, healthy
from conformance.session.lanes import LanePool
from conformance.transport.leave import Leave

CALL = UpstreamCall("primary", "POST", "/v1/chat/completions", (), b"{}", 0.1)


class Stage:
    """Client, mock and log in one: notes what is asked of it."""

    def __init__(self, make_exchange: Callable[..., Exchange]) -> None:
        self.make_exchange = make_exchange
        self.told: list[Any] = []
        self.calls: list[UpstreamCall] = []
        self.end = End.EOF

    async def send(
        self, spec: RequestSpec, *, probe: str, exchange_id: str, leave: Leave | None = None
    ) -> Exchange:
        """Every request makes one upstream call."""
        assert leave is None
        self.calls.append(replace(CALL, body=spec.body or b"{}"))
        self.told.append(("send", spec.path, exchange_id))
        return self.make_exchange(probe=probe, id=exchange_id, end=self.end)

    def address(self, session: str, upstream: str) -> str:
        """A path for each upstream."""
        return f"http://mock/{session}/{upstream}"

    async def load_script(self, session: str, script: JSON) -> int:
        """A script begins a generation."""
        self.told.append(("load", session, script))
        return 7

    async def journal(
        self, session: str, generation: int, wait_idle_s: float
    ) -> tuple[UpstreamCall, ...]:
        """All calls so far."""
        self.told.append(("journal", session, generation, wait_idle_s))
        return tuple(self.calls)

    async def give_signal(self, session: str, name: str) -> None:
        """Nobody waits here."""

    def append(self, exchange: Exchange) -> None:
        """The log."""
        self.told.append(("log", exchange.id, len(exchange.upstream or ())))


@pytest.fixture
def stage(make_exchange: Callable[..., Exchange]) -> Stage:
    """A fresh stage."""
    return Stage(make_exchange)


def carrier(stage: Stage, *, is_wired: bool = True, budget: Budget | None = None) -> Carrier:
    """A carrier with one lane on ``stage``."""
    session = "lane-0" if is_wired else None
    lane = Lane("lane-0", "m", "sk-lane-0", session, ("primary", "backup"))
    return Carrier(stage, stage if is_wired else None, LanePool([lane]), budget or Budget(), stage)


async def test_a_wired_probe_loads_sends_and_reads(
    stage: Stage, make_case: Callable[..., Case]
) -> None:
    """Script, requests, journal at rest, log: in this order."""
    case = make_case(probe_has={"requests": ({}, {}), "settle_s": 0.4})

    run = await carrier(stage).carry_out(case.instance)

    assert stage.told == [
        ("load", "lane-0", healthy(("primary", "backup"))),
        ("send", "/chat/completions", "ask/0"),
        ("journal", "lane-0", 7, 0),
        ("send", "/chat/completions", "ask/1"),
        ("journal", "lane-0", 7, 0.4),
        ("log", "ask/0", 1),
        ("log", "ask/1", 1),
    ]
    assert run.problem is None
    assert len(run.exchanges) == 2


async def test_a_stranger_is_needed_where_one_asks(
    stage: Stage, make_case: Callable[..., Case]
) -> None:
    """Without one nothing is sent, and nothing judged."""
    case = make_case(probe_has={"requests": ({"auth": "other"},)})

    run = await carrier(stage).carry_out(case.instance)

    assert (run.exchanges, run.blame) == ((), None)
    assert "second key" in str(run.problem)


class Ear:
    """A listener that has heard one thing for whoever asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def open(self) -> str:
        """An address."""
        return "http://ear"

    def heard(self, mark: str) -> tuple[Delivery, ...]:
        """The same for each."""
        self.asked.append(mark)
        return (Delivery("POST", (), b"{}"),)


async def test_who_asks_to_be_called_is_heard(stage: Stage, make_case: Callable[..., Case]) -> None:
    """At an address of the request's own, by its mark; a stranger's key is another lane's."""
    rows = ({"body": {"hook": "${hook}"}}, {"auth": "other"})
    case = make_case(probe_has={"requests": rows})
    lanes = [
        Lane("lane-0", "m", "sk-0", "lane-0", ("primary",)),
        Lane("s", "m", "sk-1", role="stranger"),
    ]
    ear = Ear()

    pool = LanePool(lanes)
    run = await Carrier(stage, stage, pool, Budget(), stage, listener=ear).carry_out(case.instance)

    assert [len(exchange.deliveries) for exchange in run.exchanges] == [1, 1]
    assert f"http://ear/{ear.asked[0]}".encode() in stage.calls[0].body


@pytest.mark.parametrize(("end", "count"), [(End.TIMEOUT, 1), (End.LEFT, 1), (End.EOF, 2)])
async def test_what_is_called_late_for_a_client_that_left_is_nobodys(
    stage: Stage, make_case: Callable[..., Case], end: End, count: int
) -> None:
    """The next probe on the lane is not blamed for it; else nothing is hidden."""
    case = make_case(probe_has={"requests": ({"body": {"text": "${nonce}"}},)})
    carried = carrier(stage)

    stage.end = end
    await carried.carry_out(case.instance)
    stage.end = End.EOF
    run = await carried.carry_out(case.instance)

    assert len(run.exchanges[0].upstream or ()) == count


@pytest.mark.parametrize(
    ("is_wired", "path"), [(True, "http://mock/lane-0/primary"), (False, NOWHERE)]
)
async def test_a_request_may_name_the_mock(
    stage: Stage, make_case: Callable[..., Case], path: str, *, is_wired: bool
) -> None:
    """The lane's first upstream, or an address where nobody listens."""
    case = make_case(probe_has={"requests": ({"path": "${mock_url}"},)})

    await carrier(stage, is_wired=is_wired).carry_out(case.instance)

    assert ("send", path, "ask/0") in stage.told


async def test_a_black_box_has_no_upstream_side(
    stage: Stage, make_case: Callable[..., Case]
) -> None:
    """Exchanges say ``None``, not ``none seen``."""
    run = await carrier(stage, is_wired=False).carry_out(make_case().instance)

    assert run.exchanges[0].upstream is None
    assert [entry[0] for entry in stage.told] == ["send", "log"]


async def test_a_spent_budget_sends_nothing(stage: Stage, make_case: Callable[..., Case]) -> None:
    """The cases are then inconclusive, nobody's fault."""
    run = await carrier(stage, is_wired=False, budget=Budget(max_tokens=1)).carry_out(
        make_case().instance
    )

    assert "budget" in str(run.problem)
    assert (run.blame, stage.told) == (None, [])


async def test_what_was_sent_before_the_budget_ran_out_is_kept(
    stage: Stage, make_case: Callable[..., Case]
) -> None:
    """The evidence stands in the log, though the cases stay open."""
    two = make_case(probe_has={"requests": ({}, {})})

    run = await carrier(stage, is_wired=False, budget=Budget(max_requests=1)).carry_out(
        two.instance
    )

    assert "budget" in str(run.problem)
    assert [entry[0] for entry in stage.told] == ["send", "log"]


def test_a_bug_of_ours_is_our_fault(make_case: Callable[..., Case]) -> None:
    """The message names the exception."""
    run = failed(make_case().instance, KeyError("x"))

    assert (run.blame, run.problem) == (Blame.SUITE, "KeyError: 'x'")
