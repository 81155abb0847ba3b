"""Events are found, read and rewritten before they are sent."""

from __future__ import annotations

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At
from mock_upstream.faults.events import (
    content_at,
    data_at,
    edited,
    event,
    event_starts,
    payload,
    replaced,
)
from mock_upstream.frames import Data, Frames, Head


def test_an_event_is_one_frame() -> None:
    """Text stays UTF-8."""
    assert Data('data: {"a":"ö"}\n\n'.encode(), "delta") == event({"a": "ö"}, "delta")


def test_an_event_is_read_and_edited() -> None:
    """The mark is kept."""
    frame = event({"a": 1}, "role")

    assert event({"a": 2}, "role") == edited(frame, {**payload(frame), "a": 2})


@pytest.mark.parametrize("octets", [b"data: [DONE]\n\n", b'data: {"a":\n\n', b"data: 1\n\n"])
def test_what_is_no_object_cannot_be_edited(octets: bytes) -> None:
    """[DONE], broken JSON and plain values are refused."""
    with pytest.raises(FaultError, match="carries no JSON"):
        payload(Data(octets))


def test_frames_are_replaced_by_any_number(whole: Frames) -> None:
    """None takes one away, two put one beside it."""
    one, two = Data(b"1"), Data(b"2")

    assert whole[:1] == replaced(whole, 1)
    assert (whole[0], one, two) == replaced(whole, 1, one, two)


def test_only_data_is_data(whole: Frames) -> None:
    """A head is refused."""
    with pytest.raises(FaultError, match="no data"):
        data_at(whole, 0)


def test_an_event_starts_behind_an_empty_line(stream: Frames) -> None:
    """The second half of an event that was cut starts nothing."""
    before, after = At(octet=10).split(stream)

    assert event_starts(stream) == {1, 2, 3, 4, 5, 6, 7, 8}
    assert event_starts(before + after) == {1, 3, 4, 5, 6, 7, 8, 9}


def test_the_default_place_is_in_the_middle_of_the_content(stream: Frames) -> None:
    """Half of the deltas lie before it."""
    assert content_at(stream, None) == 4
    assert content_at(stream, At(frame=0)) == 1


def test_a_reply_without_content_has_no_middle() -> None:
    """It is refused."""
    with pytest.raises(FaultError, match="no event with content"):
        content_at((Head(200), Data(b"data: [DONE]\n\n", "done")), None)


def test_an_edited_event_keeps_its_name() -> None:
    """What stands before the data stays, and the mark."""
    frame = Data(b'event: a\ndata: {"x":1}\n\n', "delta")

    assert edited(frame, {"x": 2}) == Data(b'event: a\ndata: {"x":2}\n\n', "delta")
