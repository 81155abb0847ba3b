"""A lane is leased to one probe at a time."""

from __future__ import annotations

import asyncio

import pytest

from conformance.errors import SetupError
from conformance.rigs import Lane
from conformance.session.lanes import LanePool, share

LANES = (
    *(Lane(f"lane-{number}", "m", "k") for number in range(3)),
    Lane("limited-0", "m", "k", role="limited"),
)


async def test_a_lane_comes_back() -> None:
    """The second probe waits for the first."""
    pool = LanePool(LANES[:1])
    order = []

    async def use(name: str) -> None:
        async with pool.lease("default") as lane:
            order.append((name, lane.name))
            await asyncio.sleep(0)

    await asyncio.gather(use("a"), use("b"))

    assert order == [("a", "lane-0"), ("b", "lane-0")]


def test_a_stranger_has_another_key() -> None:
    """One that nobody leases, if there is one."""
    own, other = Lane("lane-0", "m", "k0"), Lane("lane-1", "m", "k1")
    stranger = Lane("stranger-0", "m", "k2", role="stranger")

    assert LanePool([own, other, stranger]).stranger(own) == stranger
    assert LanePool([own, other]).stranger(own) == other
    assert LanePool(LANES).stranger(LANES[0]) is None


async def test_a_role_that_is_not_there_cannot_be_leased() -> None:
    """Waiting for it would be for ever."""
    with pytest.raises(SetupError, match="limited"):
        async with LanePool(LANES[:1]).lease("limited"):
            pass


async def test_no_more_probes_than_default_lanes_are_under_way() -> None:
    """However many special lanes are free."""
    pool, order = LanePool([LANES[0], LANES[3]]), []

    async def use(role: str) -> None:
        async with pool.lease(role):
            order.append(f"{role} begins")
            await asyncio.sleep(0)
            order.append("ends")

    await asyncio.gather(use("default"), use("limited"))

    assert order == ["default begins", "ends", "limited begins", "ends"]


async def test_the_lane_that_was_free_for_longest_goes_first() -> None:
    """What one probe left behind meets another late."""
    pool, names = LanePool(LANES), []
    for _ in range(4):
        async with pool.lease("default") as lane:
            names.append(lane.name)

    assert names == ["lane-0", "lane-1", "lane-2", "lane-0"]


def test_workers_divide_default_lanes() -> None:
    """Special lanes are everybody's."""
    names = [[lane.name for lane in share(LANES, index, 2)] for index in range(2)]

    assert names == [["lane-0", "lane-2", "limited-0"], ["lane-1", "limited-0"]]
