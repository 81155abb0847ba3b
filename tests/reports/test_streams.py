"""A timeline is read with care, and its measures are true."""

from __future__ import annotations

from typing import Any

import pytest

from reports.document import Node, RunError
from reports.streams import LANES, PIECES, Lane, Piece, Timeline, parse, ticks


def told(**changes: Any) -> dict[str, Any]:
    """A timeline as ``run.json`` has it."""
    return {
        "client": {"head_s": 0.1, "reads": [[0.2, 5], [1.0, 7]], "end_s": 1.5, "end": "eof"},
        "upstream": [
            {
                "name": "primary", "arrived_s": 0.05, "status": 200, "fault": None,
                "writes": [[0.1, 12]], "closed": "mock", "closed_s": 0.2,
            }
        ],
        "calls": 1,
        **changes,
    }  # fmt: skip


def read(value: Any) -> Timeline | None:
    """``value`` as a timeline."""
    return parse(Node("run.json", "/timeline", value))


def test_both_sides_are_read() -> None:
    """Upstreams in order, the client last."""
    timeline = read(told())

    assert timeline == Timeline(
        (Lane("primary", (Piece(0.1, 12),), 0.05, 0.2, "mock", None, 200),),
        Lane("", (Piece(0.2, 5), Piece(1.0, 7)), 0.0, 1.5, "eof"),
        1,
    )
    assert [lane.name for lane in timeline.lanes] == ["primary", ""]
    assert timeline.client.octets == 12
    assert timeline.span_s == 1.5
    assert parse(None) is None


@pytest.mark.parametrize(
    ("lane", "expected"),
    [
        (Lane("", (), 0.0, 4.0, "timeout"), (0.0, 4.0)),
        (Lane("", (Piece(1.0, 1), Piece(3.0, 1)), 0.0, 3.5, "eof"), (1.0, 3.0)),
        (Lane("u", (Piece(2.0, 1),), 2.0, None, "open"), (2.0, 2.0)),
        (Lane("u", (), 2.0, None, "open"), (2.0, 2.0)),
    ],
    ids=["nothing-came", "in-the-middle", "one-piece", "never-ended"],
)
def test_the_longest_silence(lane: Lane, expected: tuple[float, float]) -> None:
    """Between two pieces, before the first, or up to the end."""
    assert lane.silence == expected


def test_what_is_too_much_is_left_out() -> None:
    """Lanes and pieces are bounded, times too."""
    lane = {**told()["upstream"][0], "writes": [[1e9, -5]] * 999, "arrived_s": -3}

    timeline = read(told(upstream=[lane] * 99))

    assert timeline is not None
    assert len(timeline.upstreams) == LANES
    first = timeline.upstreams[0]
    assert (len(first.pieces), first.start_s, first.octets) == (PIECES, 0.0, 0)
    assert timeline.span_s == 86_400.0


@pytest.mark.parametrize(
    "reads", [[[1]], [1], [["x", 1]], [[1, "x"]], [[1, 2, 3]]], ids=["one", "no", "a", "b", "three"]
)
def test_what_is_no_piece_is_refused(reads: Any) -> None:
    """With the place of it."""
    client = {**told()["client"], "reads": reads}

    with pytest.raises(RunError, match="/timeline/client/reads/0"):
        read(told(client=client))


@pytest.mark.parametrize("span_s", [0.001, 0.012, 0.4, 1.0, 4.3, 59.0, 3600.0, 86_400.0])
def test_a_scale_has_few_round_moments(span_s: float) -> None:
    """It begins at nothing and stays within the span."""
    found = ticks(span_s)

    assert 3 <= len(found) <= 7
    assert (found[0], found[-1] <= span_s) == (0.0, True)
    assert len(set(found)) == len(found)
