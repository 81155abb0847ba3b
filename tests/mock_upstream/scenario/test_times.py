"""Durations and distributions."""

from __future__ import annotations

from random import Random

import pytest

from mock_upstream.scenario import times
from mock_upstream.scenario.model import JSON


@pytest.mark.parametrize(
    ("text", "seconds"), [("200ms", 0.2), ("1.5s", 1.5), ("2m", 120.0), ("0s", 0.0)]
)
def test_a_duration_has_a_unit(text: str, seconds: float) -> None:
    """Milliseconds, seconds and minutes are known."""
    assert times.seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "5", "5h", "-1s", "1 s"])
def test_other_texts_are_refused(text: str) -> None:
    """The error says how to write it."""
    with pytest.raises(ValueError, match="write it with a unit"):
        times.seconds(text)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("50ms", 0.05, 0.05),
        ({"uniform": ["1s", "2s"]}, 1.0, 2.0),
        ({"normal": ["10ms", "1s"]}, 0.0, 10.0),
        ({"lognormal": ["20ms", 0.4]}, 0.001, 1.0),
    ],
)
def test_draws_stay_in_range_and_repeat(value: JSON, low: float, high: float) -> None:
    """Draws are never negative, and equal seeds draw equally."""
    drawn = times.distribution(value)

    first = [drawn.sample(Random(7)) for _ in range(3)]
    many = [drawn.sample(rng) for rng in [Random(3)] for _ in range(200)]

    assert len(set(first)) == 1
    assert all(low <= seconds <= high for seconds in many)


def test_a_timing_names_its_parts() -> None:
    """What is not said is not waited for."""
    timing = times.timing({"ttfb": "1s", "itl": "2ms"})

    assert timing.ttfb is not None
    assert timing.ttft is None
