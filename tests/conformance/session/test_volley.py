"""Requests go out one by one or at once, and wait for what their rows name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from conformance.model import After, End, Exchange, RequestSpec, SentRequest, UpstreamCall
from conformance.session import volley
from conformance.session.budget import Budget, BudgetSpentError
from conformance.session.volley import Place, Salvo, steps
from conformance.transport.leave import Leave

Make = Callable[..., Any]


class Stage:
    """Client and mock in one: every request is at its upstream until it may go on."""

    def __init__(self, make_exchange: Callable[..., Exchange]) -> None:
        self.make_exchange = make_exchange
        self.at_once = self.most = 0
        self.told: list[str] = []
        self.calls: list[UpstreamCall] = []
        self.go = asyncio.Event()
        self.holds: tuple[str, ...] = ()
        self.queues: tuple[str, ...] = ()
        """Paths of requests that never reach an upstream before the signal."""
        self.mute: tuple[str, ...] = ()
        """Paths of answers of which the client hears nothing before the signal."""
        self.slow: tuple[str, ...] = ()
        """Paths of requests that reach an upstream after the journal was read often."""
        self.reads = 0
        self.read_often = asyncio.Event()
        self.headers: tuple[tuple[str, str], ...] = ()

    async def send(
        self, spec: RequestSpec, *, probe: str, exchange_id: str, leave: Leave | None = None
    ) -> Exchange:
        """Wait for the signal, or until the client is told to leave."""
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.told.append(f"send {spec.path}")
        await asyncio.sleep(0)
        body = spec.mark.encode()
        if spec.path in self.slow:
            await self.read_often.wait()
        if spec.path not in self.queues:
            self.calls.append(UpstreamCall("primary", "POST", "/v1", (), body, 0.0))
        if spec.path in self.holds:
            with suppress(TimeoutError):
                async with asyncio.timeout(60) as limit:
                    with (leave or Leave()).heeded(limit):
                        await self.go.wait()
        if leave and spec.heard and spec.path not in self.mute:
            leave.octets = leave.events = 1
            await self.go.wait()
        self.at_once -= 1
        end = End.LEFT if leave and leave.is_told else End.EOF
        request = SentRequest("POST", spec.path, (), body)
        return self.make_exchange(
            probe=probe, id=exchange_id, request=request, end=end, headers=self.headers
        )

    async def journal(
        self, session: str, generation: int, wait_idle_s: float
    ) -> tuple[UpstreamCall, ...]:
        """All calls so far."""
        self.reads += 1
        if self.reads == 50:
            self.read_often.set()
        if wait_idle_s:
            self.told.append(f"rest {wait_idle_s}")
        return tuple(self.calls)

    async def give_signal(self, session: str, name: str) -> None:
        """Let all go on."""
        self.told.append(f"signal {name}")
        self.go.set()


@pytest.fixture
def stage(make_exchange: Make, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage on which nobody waits long."""
    monkeypatch.setattr(volley, "POLL_S", 0.001)
    monkeypatch.setattr(volley, "PATIENCE_S", 0.01)
    monkeypatch.setattr(volley, "EARSHOT_S", 0.01)
    return Stage(make_exchange)


def salvo(stage: Stage, budget: Budget | None = None, *, is_wired: bool = True) -> Salvo:
    """The requests of one probe on ``stage``."""
    place = Place(stage, "s", 1) if is_wired else None
    return Salvo("p", 1, stage, budget or Budget(), asyncio.Lock(), place)


def spec(path: str, index: int = 0, **has: Any) -> RequestSpec:
    """A request with a mark."""
    return RequestSpec("POST", path, mark=f"own-n-{index:04d}", **has)


def test_a_volley_is_what_stands_together() -> None:
    """Two volleys of one name with something between them are two."""
    names = ["", "", "a", "a", "b", "", "a"]

    found = steps([RequestSpec("POST", "/x", volley=name) for name in names])

    assert [tuple(step) for step in found] == [(0,), (1,), (2, 3), (4,), (5,), (6,)]


async def test_requests_of_a_volley_are_under_way_together(stage: Stage) -> None:
    """At most as many as the row says; the journal's length stands for each of them."""
    rows = [spec("/x", index, volley="v", at_once=3) for index in range(7)]

    fired = salvo(stage)
    seen = await fired.fire([*rows, spec("/y", 7)])

    assert stage.most == 3
    assert seen == [7] * 7
    assert sorted(fired.sent) == list(range(8))


async def test_nothing_more_of_a_volley_is_sent_once_its_time_is_up(stage: Stage) -> None:
    """What is under way goes on to its end."""
    rows = [spec("/x", index, volley="v", at_once=2, within_s=1e-9) for index in range(4)]

    fired = salvo(stage)
    seen = await fired.fire([*rows, spec("/y", 4)])

    assert seen == [0] * 4
    assert list(fired.sent) == [4]


async def test_a_late_call_for_an_earlier_client_is_nobodys(stage: Stage) -> None:
    """It is neither counted nor attributed."""
    await salvo(stage).fire([spec("/x"), spec("/x", 1)])

    found = await Place(stage, "s", 2, frozenset({b"own-n-0000"})).calls()

    assert [call.body for call in found] == [b"own-n-0001"]


async def test_large_volleys_go_out_one_at_a_time(stage: Stage) -> None:
    """Whoever holds the crowd's place lets the others wait."""
    fired = salvo(stage)
    async with fired.crowd:
        waiting = asyncio.gather(
            fired.fire([spec("/x", n, volley="v") for n in range(volley.CROWD)])
        )
        await asyncio.sleep(0.01)
        assert stage.told == []
    await waiting

    assert len(fired.sent) == volley.CROWD


async def test_a_signal_is_given_when_all_have_settled(stage: Stage) -> None:
    """Some wait at an upstream, some are answered already."""
    stage.holds = ("/held",)
    rows = [
        spec(path, index, volley="v", release="go")
        for index, path in enumerate(("/held", "/refused", "/held"))
    ]

    await salvo(stage).fire(rows)

    assert stage.told == ["send /held", "send /refused", "send /held", "signal go"]


async def test_a_signal_does_not_wait_for_a_queue(stage: Stage) -> None:
    """When nothing happens any more, the rest is held back by the relay."""
    stage.holds, stage.queues = ("/held", "/queued"), ("/queued",)
    rows = [
        spec(path, index, volley="v", release="go")
        for index, path in enumerate(("/held", "/queued"))
    ]

    fired = salvo(stage)
    await fired.fire(rows)

    assert stage.told[-1] == "signal go"
    assert len(fired.sent) == 2


@pytest.mark.parametrize("heard", ["event:1", "octet:1"])
async def test_a_signal_waits_until_the_client_has_heard_something(
    stage: Stage, heard: str
) -> None:
    """When it was given stands with the exchange, on the clock of its reads."""
    fired = salvo(stage)
    await fired.fire([spec("/x", release="go", heard=heard)])

    assert stage.told == ["send /x", "signal go"]
    assert fired.sent[0].released_s is not None
    assert fired.sent[0].released_s > 0


async def test_a_client_that_hears_nothing_is_not_waited_for_without_end(stage: Stage) -> None:
    """The signal is given all the same, and its time tells of it."""
    stage.holds = stage.mute = ("/x",)

    fired = salvo(stage)
    await fired.fire([spec("/x", release="go", heard="event:1")])

    assert stage.told == ["send /x", "signal go"]
    assert (fired.sent[0].released_s or 0) >= volley.EARSHOT_S


async def test_a_client_leaves_when_its_call_has_arrived(stage: Stage) -> None:
    """The word comes from the journal."""
    stage.holds = ("/x",)

    fired = salvo(stage)
    await fired.fire([spec("/x", leave_after="call:1")])

    assert fired.sent[0].end is End.LEFT


async def test_a_client_waits_for_its_call_however_late_it_is(stage: Stage) -> None:
    """A relay that has just begun may take longer than a volley needs to settle."""
    stage.holds = stage.slow = ("/x",)

    fired = salvo(stage)
    await fired.fire([spec("/x", leave_after="call:1")])

    assert fired.sent[0].end is End.LEFT


async def test_a_client_whose_call_never_comes_stays_to_its_end(stage: Stage) -> None:
    """The signal is not kept from those who wait for it."""
    stage.holds = stage.queues = ("/x",)

    fired = salvo(stage)
    await fired.fire([spec("/x", volley="v", leave_after="call:1", release="go")])

    assert fired.sent[0].end is End.EOF


async def test_a_client_that_stalls_stays_to_the_end(stage: Stage) -> None:
    """What comes after it is sent while it is there, and it leaves last."""
    stage.holds = ("/stall",)

    fired = salvo(stage)
    await fired.fire([spec("/stall", leave_after="stall"), spec("/y", 1)])

    assert stage.most == 2
    assert fired.sent[0].end is End.LEFT
    assert list(fired.sent) == [1, 0]


async def test_a_black_box_has_nobody_to_ask(stage: Stage) -> None:
    """Nothing is watched; a rest is a pause."""
    fired = salvo(stage, is_wired=False)

    await fired.fire([spec("/x", volley="v", release="go", after=After(rest_s=0.001))])

    assert stage.told == ["send /x"]


async def test_a_row_waits_for_what_it_names(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rest is asked of the mock; a retry waits as long as the answer said, within bounds."""
    slept: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        slept.append(seconds)
        await sleep(0)

    stage.headers = (("Retry-After", "3"), ("retry-after", "soon"), ("x", "9"))
    monkeypatch.setattr(asyncio, "sleep", noted)
    rows = [
        spec("/a", 0, after=After(rest_s=0.5)),
        spec("/b", 1, after=After(retry_s=60)),
        spec("/c", 2, after=After(retry_s=2), pause_s=0.25),
    ]

    await salvo(stage).fire(rows)

    assert stage.told == ["rest 0.5", "send /a", "send /b", "send /c"]
    assert [seconds for seconds in slept if seconds][:2] == [3 + volley.GRACE_S, 2]
    assert 0 < max(slept[slept.index(2) + 1 :]) <= volley.TICK_S


async def test_a_volley_is_booked_before_it_goes_out(stage: Stage) -> None:
    """What does not fit as a whole is not sent at all; what came before is kept."""
    rows = [spec("/a"), *(spec("/b", index, volley="v") for index in (1, 2))]

    fired = salvo(stage, Budget(max_requests=2))
    with pytest.raises(BudgetSpentError):
        await fired.fire(rows)

    assert stage.told == ["send /a"]
    assert list(fired.sent) == [0]


async def test_the_limits_of_the_lane_stand_with_each_exchange(stage: Stage) -> None:
    """So that a run can be judged again without its rig."""
    fired = salvo(stage)
    fired.limits = {"rpm": 5}

    await fired.fire([spec("/a")])

    assert fired.sent[0].limits == {"rpm": 5}
