"""A timeline is on one clock, bounded, and its sums are true."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import End, Exchange, Read, UpstreamCall
from conformance.results.timeline import CALLS, POINTS, timeline


def call(name: str = "primary", **has: Any) -> UpstreamCall:
    """A call that arrived a second after its generation began."""
    values = {"arrived_s": 1.0, "status": 200, "closed": "mock", "closed_s": 1.75, **has}
    return UpstreamCall(name, "POST", "/v1", (), b"", **values)


@pytest.mark.parametrize(
    ("began_s", "arrived_s"),
    [(0.75, 0.25), (None, 0.0), (1.5, 0.0)],
    ids=["known", "old-record", "clocks-apart"],
)
def test_both_sides_are_on_the_clients_clock(
    make_exchange: Callable[..., Exchange], began_s: float | None, arrived_s: float
) -> None:
    """Nothing is shown before its cause, whatever two clocks say."""
    one = call(sent=((1.25, 10), (1.5, 20)))

    drawn = timeline(make_exchange(b"whole", upstream=(one,), began_s=began_s, ttfb_s=0.3))

    assert drawn["client"] == {"head_s": 0.3, "reads": [[0.1, 5]], "end_s": 0.25, "end": "eof"}
    assert drawn["upstream"] == [
        {
            "name": "primary", "arrived_s": arrived_s, "status": 200, "fault": None,
            "writes": [[arrived_s + 0.25, 10], [arrived_s + 0.5, 20]],
            "closed": "mock", "closed_s": arrived_s + 0.75,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("end", "duration_s", "moved_s"),
    [(End.EOF, 0.49, 0.01), (End.EOF, 0.3, 0.0), (End.LEFT, 0.49, 0.0), (End.EOF, 0.6, 0.0)],
    ids=["clocks-apart", "told-early", "left", "in-order"],
)
def test_a_whole_answer_is_read_after_it_was_written(
    make_exchange: Callable[..., Exchange], end: End, duration_s: float, moved_s: float
) -> None:
    """Clocks are moved together a little, and only where the client waited for the end."""
    one = call(arrived_s=1.2, sent=((1.25, 10), (1.5, 20)))
    exchange = make_exchange(b"x", upstream=(one,), began_s=1.0, end=end, duration_s=duration_s)

    (drawn,) = timeline(exchange)["upstream"]

    assert drawn["writes"][-1][0] == pytest.approx(0.5 - moved_s)


def test_many_pieces_become_few_of_the_same_sum(make_exchange: Callable[..., Exchange]) -> None:
    """First and last stay where they were; the whole stays small."""
    reads = tuple(Read(n / 1000, b"xy") for n in range(5000))
    sent = tuple((1.0 + n / 1000, 3) for n in range(5000))
    calls = tuple(call(f"u{n}", sent=sent) for n in range(20))

    drawn = timeline(make_exchange(reads=reads, upstream=calls))

    pieces = drawn["client"]["reads"]
    assert len(pieces) <= POINTS
    assert sum(octets for _, octets in pieces) == 10_000
    assert (pieces[0][0], pieces[-1][0]) == (0.0, pytest.approx(4.999, abs=0.07))
    assert [one["name"] for one in drawn["upstream"]] == ["u0", "u1", "u2", "u3", "u4", "u19"]
    assert (len(drawn["upstream"]), drawn["calls"]) == (CALLS, 20)
    assert len(json.dumps(drawn)) < 12_000


def test_pieces_of_one_moment_are_one(make_exchange: Callable[..., Exchange]) -> None:
    """A burst has no length to be divided by."""
    reads = (Read(0.5, b"x"),) * 200

    assert timeline(make_exchange(reads=reads))["client"]["reads"] == [[0.5, 200]]


def test_a_black_box_has_one_side(make_exchange: Callable[..., Exchange]) -> None:
    """Without a mock there is nothing of the upstream; silence has no reads."""
    drawn = timeline(make_exchange(b"", status=None, end=End.RESET))

    assert (drawn["upstream"], drawn["calls"]) == ([], 0)
    assert drawn["client"] == {"head_s": None, "reads": [], "end_s": 0.25, "end": "reset"}
