"""Upstream calls stand with the exchange during which they came."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.model import Exchange, UpstreamCall
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
