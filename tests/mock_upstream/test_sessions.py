"""Sessions without a server."""

from __future__ import annotations

import asyncio

import pytest

from mock_upstream import sessions
from mock_upstream.clock import REAL
from mock_upstream.journal import Entry
from mock_upstream.scenario.load import load
from mock_upstream.scenario.model import HEALTHY, Upstream
from mock_upstream.sessions import SessionError, Sessions


def arrive(session: sessions.Session) -> Entry:
    """A request that arrives at the session."""
    return session.journal.open(
        upstream="primary", method="POST", path="/", query="", headers=(), octets=b""
    )


def test_the_default_session_takes_any_key() -> None:
    """Others demand their own, unless the script says one."""
    registry = Sessions(REAL)
    scripted = load({"version": 1, "upstreams": {"a": {"key": "k"}}})
    session = registry.create("s", ["a", "b"], scripted)

    assert registry.get("default").key("primary") is None
    assert (session.key("a"), session.key("b")) == ("k", "sk-mock-s-b")
    assert session.upstreams == ("a", "b")


def test_the_number_of_sessions_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is refused."""
    monkeypatch.setattr(sessions, "MAX_SESSIONS", 1)

    with pytest.raises(SessionError, match="1 sessions are open"):
        Sessions(REAL).create(None, ["a"], HEALTHY)


def test_free_ids_pass_over_taken_ones() -> None:
    """``s1`` may have been asked for by name."""
    registry = Sessions(REAL)
    registry.create("s1", ["a"], HEALTHY)

    assert registry.create(None, ["a"], HEALTHY).id == "s2"


def test_requests_of_gone_sessions_stay_counted() -> None:
    """By deletion and by replacement."""
    registry = Sessions(REAL)
    arrive(registry.create("a", ["primary"], HEALTHY))
    registry.create("a", ["primary"], HEALTHY, may_replace=True)
    registry.delete("a")

    assert registry.retired_requests == 1
    assert not registry.has("a")


def test_a_replaced_upstream_forgets_its_counts() -> None:
    """Rules and windows begin anew; other upstreams keep theirs."""
    session = Sessions(REAL).create("a", ["primary"], HEALTHY)
    account = session.account("primary")
    session.counters.taken["primary", "/r"] = 3

    session.replace_upstream(Upstream("primary"))

    assert session.account("primary") is not account
    assert session.counters.taken == {}


async def test_a_signal_lets_go_who_waits_now_or_later() -> None:
    """A reset lets go everybody, and forgets the signals."""
    session = Sessions(REAL).create("a", ["primary"], HEALTHY)
    session.give_signal("early")
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(session.wait_signal("early"))
        waiting = group.create_task(session.wait_signal("late"))
        stuck = group.create_task(session.wait_signal("never"))
        await asyncio.sleep(0)
        session.give_signal("late")
        await waiting
        assert not stuck.done()
        session.reset()


async def test_idleness_begins_when_the_last_request_ends() -> None:
    """An open request of the generation is waited for, one of another is not."""
    session = Sessions(REAL).create("a", ["primary"], HEALTHY)
    entry = arrive(session)

    assert not await session.wait_idle(0.0, 0.02, 0)
    assert await session.wait_idle(0.0, 1.0, 1)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(session.wait_idle(0.01, 5.0, 0))
        await asyncio.sleep(0)
        entry.ended("mock")

    assert waiting.result()


async def test_a_new_request_begins_the_quiet_anew() -> None:
    """Quiet is counted from the last change."""
    session = Sessions(REAL).create("a", ["primary"], HEALTHY)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(session.wait_idle(0.05, 5.0, None))
        await asyncio.sleep(0)
        entry = arrive(session)
        await asyncio.sleep(0)
        assert not waiting.done()
        entry.ended("mock")

    assert waiting.result()


def test_calls_are_numbered_from_the_start_of_a_generation() -> None:
    """A reset begins at 0 again, so that equal scripts give equal replies."""
    session = Sessions(REAL).create("s", ["a"], HEALTHY)

    before = [session.number_call() for _ in range(3)]
    session.reset()

    assert before == [0, 1, 2]
    assert session.number_call() == 0


def test_what_an_account_keeps_is_gone_with_its_generation() -> None:
    """Each upstream keeps for itself."""
    session = Sessions(REAL).create("s", ["a", "b"], HEALTHY)
    session.kept("a")["x"] = 1

    assert (session.kept("a"), session.kept("b")) == ({"x": 1}, {})
    session.reset()
    assert session.kept("a") == {}


def test_signals_are_counted_within_a_generation() -> None:
    """What was given twice was given twice."""
    session = Sessions(REAL).get("default")
    for _ in range(2):
        session.give_signal("go")
    counted = session.given["go"]
    session.reset()

    assert (counted, session.given["go"]) == (2, 0)


def test_a_session_is_not_at_rest_while_somebody_is_called() -> None:
    """It is once the call is over."""

    async def work() -> None:
        session = Sessions(REAL).get("default")
        session.callbacks.open = 1
        before = await session.wait_idle(0.001, 0.02, None)

        async def end() -> None:
            await asyncio.sleep(0.02)
            session.callbacks.open = 0
            session._called_back()

        ending = asyncio.create_task(end())
        after = await session.wait_idle(0.001, 5.0, None)
        await ending

        assert (before, after) == (False, True)

    asyncio.run(work())
