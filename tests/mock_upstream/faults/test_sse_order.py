"""Events twice, not at all, or too early."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.frames import Frames, Pause


@pytest.mark.parametrize(
    ("form", "order"),
    [("repeated", [3, 3, 4]), ("dropped", [4]), ("swapped", [4, 3])],
)
def test_two_events_are_otherwise(
    form: str, order: list[int], stream: Frames, strike: Callable[..., Frames]
) -> None:
    """All others stay where they are."""
    frames = strike(stream, "sse.order", {"frame": 2}, form=form)

    assert (*stream[:3], *(stream[index] for index in order), *stream[5:]) == frames


def test_a_pause_between_them_stays(stream: Frames, strike: Callable[..., Frames]) -> None:
    """It comes behind the first of the two."""
    paused = (*stream[:4], Pause(1.0), *stream[4:])

    frames = strike(paused, "sse.order", {"frame": 2}, form="swapped")

    assert frames[3:6] == (stream[4], Pause(1.0), stream[3])


def test_the_last_event_has_none_behind_it(stream: Frames, strike: Callable[..., Frames]) -> None:
    """It is refused."""
    with pytest.raises(FaultError, match="no event follows"):
        strike(stream, "sse.order", {"mark": "done"})
