"""Upstream calls stand with the exchange during which they came."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.model import Exchange, SentRequest, UpstreamCall
from conformance.session.attach import attach


@pytest.mark.parametrize(
    ("requests", "calls", "seen", "expected"),
    [
        (0, 0, [], []),
        (1, 3, [], [[0, 1, 2]]),
        (2, 3, [1], [[0], [1, 2]]),
        (3, 3, [1, 1], [[0], [], [1, 2]]),
        (3, 4, [], [[], [], [0, 1, 2, 3]]),
        (2, 0, [0], [[], []]),
    ],
)
def test_calls_are_joined_by_the_length_of_the_journal(
    make_exchange: Callable[..., Exchange],
    requests: int,
    calls: int,
    seen: list[int],
    expected: list[list[int]],
) -> None:
    """Late calls, and calls of requests sent at once, stand with the last."""
    made = [UpstreamCall("p", "POST", "/v1", (), b"", float(at)) for at in range(calls)]

    joined = attach([make_exchange() for _ in range(requests)], made, seen)

    found = [[int(call.arrived_s) for call in one.upstream or ()] for one in joined]
    assert found == expected


def test_a_marked_call_is_its_own_request_s(make_exchange: Callable[..., Exchange]) -> None:
    """Whenever it came; what has a foreign mark, or several, is told by time."""
    marks = [b"own-n-0000", b"own-n-0001", b"own-n-0007", b"own-n-0000 own-n-0001"]
    exchanges = [make_exchange(request=SentRequest("POST", "/", (), mark)) for mark in marks[:2]]
    bodies = [marks[1], marks[0], marks[2], marks[3]]
    made = [UpstreamCall("p", "POST", "/v1", (), body, 0.0) for body in bodies]

    joined = attach(exchanges, made, [])

    assert [[call.body for call in one.upstream or ()] for one in joined] == [
        [marks[0]],
        [marks[1], marks[2], marks[3]],
    ]
