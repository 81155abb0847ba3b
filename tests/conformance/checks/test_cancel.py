"""What the mock saw of clients that left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import End

Make = Callable[..., Any]


@pytest.mark.parametrize(("closed", "count"), [("relay", 0), ("mock", 1), ("open", 1)])
def test_the_relay_closes_what_nobody_waits_for(
    shot: Make, call: Make, places: Make, closed: str, count: int
) -> None:
    """A client that stayed is not looked at."""
    calls = [call(closed=closed)]
    views = [shot(end=End.LEFT, upstream=calls), shot(upstream=calls)]

    assert count == len(places("cancel.released", *views))


@pytest.mark.parametrize(("closed_s", "count"), [(2.0, 0), (4.5, 1), (None, 1)])
def test_the_time_counts_from_the_leaving(
    shot: Make, call: Make, places: Make, closed_s: float | None, count: int
) -> None:
    """A call that is never closed is never in time."""
    view = shot(end=End.LEFT, upstream=[call(arrived_s=1.0, closed_s=closed_s)])

    assert count == len(places("cancel.prompt", view, shot(), within_s=2))


def test_a_call_for_nobody_is_found(shot: Make, call: Make, places: Make) -> None:
    """One that came before the client left was for it, and who stays may cost two."""
    views = [
        shot(end=End.LEFT, upstream=[call(), call("backup", arrived_s=0.5)]),
        shot(end=End.LEFT, upstream=[call(), call("backup", arrived_s=1.75)]),
        shot(upstream=[call(), call("backup", arrived_s=1.75)]),
    ]

    assert len(places("cancel.no-further-calls", *views)) == 1
