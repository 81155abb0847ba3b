"""Counts at the mock are held against what the rig says of the key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks.ground import REMAINING

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("spans", "count"),
    [
        ([(0.0, 1.0), (0.5, 2.0)], 0),
        ([(0.0, 1.0), (0.5, 2.0), (1.0, 3.0)], 0),
        ([(0.0, 1.0), (0.5, 2.0), (0.75, None)], 1),
        ([], 0),
    ],
)
def test_requests_at_a_time_are_counted(
    shot: Make, call: Make, places: Make, spans: list[Any], count: int
) -> None:
    """One that ends when another begins makes room for it; an open one never ends."""
    views = [
        shot(volley="v", limits={"concurrency": 2}, upstream=[call(arrived_s=a, closed_s=b)])
        for a, b in spans
    ]

    assert count == len(places("limits.at-once", *views, shot(), volley="v"))


@pytest.mark.parametrize(("ran", "refused", "count"), [(2, 3, 0), (1, 1, 1), (1, 0, 0)])
def test_a_refusal_below_the_limit_is_found(
    shot: Make, call: Make, places: Make, ran: int, refused: int, count: int
) -> None:
    """Nobody is accused who refuses nobody."""
    views = [shot(volley="v", limits={"concurrency": 2}, upstream=[call()])] * ran
    views += [shot(volley="v", status=429)] * refused

    assert count == len(places("limits.room", *views, volley="v"))


@pytest.mark.parametrize(("admitted", "refused", "count"), [(2, 1, 0), (1, 1, 1), (1, 0, 0)])
def test_a_window_is_full_before_it_refuses(
    shot: Make, call: Make, places: Make, admitted: int, refused: int, count: int
) -> None:
    """Nobody is accused who refuses nobody."""
    views = [shot(limits={"rpm": 2}, upstream=[call()])] * admitted + [shot(status=429)] * refused

    assert count == len(places("limits.window-room", *views))


@pytest.mark.parametrize(("statuses", "count"), [((200, 429), 0), ((200, 200), 1)])
def test_something_over_the_limit_is_refused(
    shot: Make, call: Make, places: Make, statuses: tuple[int, int], count: int
) -> None:
    """One refusal shows that somebody counts."""
    views = [shot(volley="over", status=status) for status in statuses]

    assert count == len(places("limits.over", *views, volley="over"))


@pytest.mark.parametrize(
    ("times", "count"), [([0, 1, 1, 1], 0), ([0, 1, 1, 1, 1], 1), ([0, 1, 1, 1, 9], 0), ([], 0)]
)
def test_a_window_admits_what_any_kind_of_window_may(
    shot: Make, call: Make, places: Make, times: list[float], count: int
) -> None:
    """A span touches one window more than it is long; a longer one touches more."""
    views = [
        shot(volley="v", limits={"rpm": 2, "window_s": 4}, upstream=[call(arrived_s=at)])
        for at in times
    ]

    assert count == len(places("limits.in-window", *views, volley="v"))


@pytest.mark.parametrize(("requests", "count"), [(6, 0), (7, 1)])
def test_tokens_are_counted_as_the_upstream_says(
    shot: Make, call: Make, places: Make, requests: int, count: int
) -> None:
    """The last request of each window may go over; a call without a usage costs nothing."""
    paid = call(reply={"usage": {"total_tokens": 100}})
    views = [shot(limits={"tpm": 200}, upstream=[paid])] * requests

    assert count == len(places("limits.tokens", *views, shot(upstream=[call()])))


def test_a_refusal_with_room_is_found(shot: Make, places: Make) -> None:
    """Only in the volley that had room."""
    views = [shot(status=429), shot(status=429, volley="after"), shot(volley="after")]

    assert len(places("limits.none-refused", *views, volley="after")) == 1
    assert len(places("limits.all-served", *views, volley="after")) == 1
    assert len(places("limits.all-served", shot(status=None, volley="a"), volley="a")) == 1


def test_a_refusal_costs_no_call(shot: Make, call: Make, places: Make) -> None:
    """A served request may cost any."""
    views = [shot(status=429), shot(status=429, upstream=[call()]), shot(upstream=[call()])]

    assert len(places("limits.refused-here", *views)) == 1


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ([("", 200, "4"), ("", 200, "3"), ("burst", 200, "3"), ("burst", 429, "0")], 0),
        ([("", 200, "4"), ("", 200, "4")], 1),
        ([("", 200, "4"), ("burst", 429, "1")], 1),
        ([("", 200, "4"), ("", 200, "?"), ("reopened", 200, "4")], 0),
    ],
)
def test_what_remains_goes_down(shot: Make, places: Make, said: list[Any], count: int) -> None:
    """And is nothing when a request is refused; after the window it may be more again."""
    views = [
        shot(status=status, volley=volley, headers={REMAINING: left})
        for volley, status, left in said
    ]

    assert count == len(places("limits.remaining", *views))


def test_a_window_that_has_rolled_says_nothing(shot: Make, places: Make) -> None:
    """Requests slower than the window see another one."""
    from dataclasses import replace

    from conformance.wire.view import View

    slow = [
        View(replace(shot(headers={REMAINING: "4"}).exchange, started_at=at, duration_s=1))
        for at in ("2026-11-26T00:00:00+00:00", "2026-11-26T00:01:00+00:00")
    ]

    assert places("limits.remaining", *slow) == []


@pytest.mark.parametrize(("served", "count"), [(3, 0), (4, 1)])
def test_a_balance_pays_what_it_can_and_one_more(
    shot: Make, places: Make, served: int, count: int
) -> None:
    """Refusals cost nothing."""
    views = [shot({}, limits={"quota": 2})] * served + [shot(status=429)]

    assert count == len(places("limits.quota", *views))


@pytest.mark.parametrize(("let_in", "count"), [(2, 0), (1, 1)])
def test_a_balance_still_pays_what_it_could(
    shot: Make, call: Make, places: Make, let_in: int, count: int
) -> None:
    """What failed before took nothing of it."""
    views = [shot(volley="race", limits={"quota": 2}, upstream=[call()])] * let_in

    assert count == len(places("limits.quota-kept", *views))


def test_a_spent_balance_serves_nothing(shot: Make, call: Make, places: Make) -> None:
    """Neither to the client nor upstream."""
    views = [
        shot({}, volley="spent"),
        shot(status=429, volley="spent", upstream=[call()]),
        shot(status=429, volley="spent"),
    ]

    assert len(places("limits.spent", *views)) == 2
