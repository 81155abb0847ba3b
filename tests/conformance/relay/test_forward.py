"""Channels are tried in order, no longer than the policy allows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.relay.config import Channel
from conformance.relay.envelope import RelayError
from conformance.relay.forward import Health, Walk, candidates
from conformance.relay.retry import Cause, Failure, RetryPolicy, UpstreamError

A = Channel("a", "https://a.example", "k", {"m": "x"}, priority=2)
B = Channel("b", "https://b.example", "k", {"m": "x", "n": "y"}, priority=1)


@pytest.mark.parametrize(
    ("alias", "policy", "names"),
    [
        ("m", RetryPolicy(), "ba"),
        ("n", RetryPolicy(), "b"),
        ("z", RetryPolicy(), ""),
        ("m", RetryPolicy(max_calls=1), "b"),
        ("m", RetryPolicy(tries_per_channel=2, max_calls=3), "bba"),
    ],
)
def test_candidates_follow_priority(alias: str, policy: RetryPolicy, names: str) -> None:
    """Only channels that have the model are called, the lowest priority first."""
    health = Health(lambda: 0.0)

    assert "".join(c.name for c in candidates((A, B), alias, policy, health)) == names


@pytest.mark.parametrize(
    ("may_rest", "later_s", "names"),
    [
        (True, 0.0, "ab"),
        (True, 30.0, "ba"),
        (False, 0.0, "ba"),
    ],
)
def test_a_channel_that_rests_comes_last(may_rest: bool, later_s: float, names: str) -> None:
    """It is tried last until its time is over, if it may rest at all."""
    tired = replace(B, may_rest=may_rest)
    times = iter([0.0])
    health = Health(lambda: next(times, later_s))
    health.note(tired, 30)

    order = list(candidates((A, tired), "m", RetryPolicy(), health))

    assert "".join(channel.name for channel in order) == names


def test_a_shorter_rest_ends_no_longer_one() -> None:
    """What was asked for first still holds."""
    tired = replace(B, may_rest=True)
    times = iter([0.0, 1.0, 20.0])
    health = Health(lambda: next(times))
    health.note(tired, 30)
    health.note(tired, 2)

    assert health.rests(tired)


def walk(**policy: Any) -> Walk:
    """Return a walk along both channels."""
    rules = replace(RetryPolicy(), **policy)
    return Walk(iter((B, A)), rules, Health(lambda: 0.0))


def test_walk_ends_at_the_first_answer(run: Any) -> None:
    """Asked again, it goes on where it stood, and then has nothing more."""
    way = walk()

    async def name(channel: Channel) -> str:
        return channel.name

    assert [run(way.first(name)), run(way.first(name)), run(way.first(name))] == ["b", "a", None]


@pytest.mark.parametrize(("status", "calls"), [(400, ["b"]), (500, ["b", "a"])])
def test_walk_tells_the_last_failure(run: Any, status: int, calls: list[str]) -> None:
    """A final failure ends the walk, any other leads on."""
    called: list[str] = []

    async def fail(channel: Channel) -> None:
        called.append(channel.name)
        raise UpstreamError(Failure(Cause.STATUS, status, {"message": channel.name}))

    with pytest.raises(RelayError) as caught:
        run(walk().first(fail))

    assert called == calls
    assert caught.value.problem.status == status


def test_a_channel_that_rests_is_called_when_there_is_no_other(run: Any) -> None:
    """Unless the policy forbids it: then nobody is called."""
    tired = replace(B, may_rest=True)
    health = Health(lambda: 0.0)
    health.note(tired, 30)

    async def name(channel: Channel) -> str:
        return channel.name

    assert run(Walk(iter((tired,)), RetryPolicy(), health).first(name)) == "b"
    with pytest.raises(RelayError):
        run(Walk(iter((tired,)), RetryPolicy(calls_resting=False), health).first(name))
