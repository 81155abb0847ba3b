"""The head of a page tells what is known, and nothing that is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports.facts import facts, moment, seconds, span
from reports.run import Run


def test_what_is_not_known_is_no_fact(make_run: Callable[..., Run]) -> None:
    """A run without a rig and a price says nothing of them."""
    cost = {"requests": 12, "tokens": 3456, "usd": None}

    found = {fact.name: fact for fact in facts(make_run(cost=cost))}

    assert "rig" not in found
    assert (found["relay"].text, found["mode"].phrase) == ("reference 1.0", "mode.wired")
    assert (found["cost"].text, found["cost"].phrase) == (None, "cost.value")
    assert found["cost"].values == {"requests": "12", "tokens": "3,456"}


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2026-11-22T10:00:00.123+00:00", "2026-11-22 10:00:00 UTC"),
        ("2026-11-22", "2026-11-22 00:00:00"),
        ("whenever", "whenever"),
    ],
)
def test_a_moment_is_written_for_people(stamp: str, expected: str) -> None:
    """What is no time stays as it is."""
    assert moment(stamp) == expected


def test_lengths_of_time_are_written_for_people() -> None:
    """Minutes for a run, milliseconds for a read."""
    assert [span(9.04), span(72.5)] == ["9.0 s", "1 min 12 s"]
    assert [seconds(0.0284), seconds(4.3212), seconds(75)] == ["28 ms", "4.32 s", "75 s"]
