"""A drawing shows what can be seen, within its frame."""

from __future__ import annotations

import pytest

from reports.drawing import LEAST_PX, MOST_PX, draw
from reports.streams import Lane, Piece, Timeline


def lane(name: str, *pieces: tuple[float, int], end: str = "eof", end_s: float = 4.0) -> Lane:
    """A lane from the beginning."""
    return Lane(name, tuple(Piece(*piece) for piece in pieces), 0.0, end_s, end)


STREAM = lane("primary", *((0.5 * n, 100) for n in range(8)), end="mock")


def test_buffering_is_seen() -> None:
    """What was written over time comes as one high mark at the end, after a long silence."""
    drawing = draw(Timeline((STREAM,), lane("", (3.9, 800)), 1))

    assert drawing is not None
    upstream, client = drawing.lanes
    assert len(upstream.marks) == 8
    assert [mark.px for mark in client.marks] == [MOST_PX]
    assert upstream.silence is None
    assert client.silence is not None
    assert client.silence.seconds == pytest.approx(3.9)
    assert client.y > upstream.y
    assert drawing.height > client.y


@pytest.mark.parametrize(
    ("end", "is_clean"), [("eof", True), ("left", True), ("reset", False), ("truncated", False)]
)
def test_a_cut_is_seen(end: str, *, is_clean: bool) -> None:
    """An end that is none is marked as such."""
    drawing = draw(Timeline((), lane("", (0.5, 100), end=end), 0))

    assert drawing is not None
    assert drawing.lanes[0].is_clean == is_clean


def test_pieces_that_would_hide_each_other_are_one() -> None:
    """Their octets are added up; a small one is still seen."""
    pieces = [(1.0 + n / 10_000, 100) for n in range(50)]

    drawing = draw(Timeline((), lane("", *pieces, (3.0, 1)), 0))

    assert drawing is not None
    assert [mark.px for mark in drawing.lanes[0].marks] == [MOST_PX, pytest.approx(LEAST_PX, abs=1)]


def test_nothing_leaves_the_frame() -> None:
    """Every place is a percentage of it."""
    open_call = Lane("u", (Piece(9.0, 1), Piece(9.5, 0), Piece(99.0, 5)), 9.0, None, "open")

    drawing = draw(Timeline((open_call,), lane("", end_s=2.0), 1))

    assert drawing is not None
    places = [mark.x for one in drawing.lanes for mark in one.marks] + [x for x, _ in drawing.ticks]
    assert all(0 <= float(place.removesuffix("%")) <= 100 for place in places)
    assert drawing.lanes[0].end is None


@pytest.mark.parametrize(
    "timeline",
    [None, Timeline((lane("u", (0.1, 9), end_s=0.2),), lane("", (0.2, 9), end_s=0.3), 1)],
    ids=["none", "one-answer-at-once"],
)
def test_an_answer_at_once_is_no_picture(timeline: Timeline | None) -> None:
    """There is no course of time to be seen."""
    assert draw(timeline) is None
