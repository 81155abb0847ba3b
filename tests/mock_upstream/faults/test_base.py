"""A place is found, compared and refused; a fault refuses what it cannot do."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.faults.base import At, Fault, Part, head_of, is_stream
from mock_upstream.frames import Data, Frames, Head, Pause, body_of


@pytest.mark.parametrize(
    ("at", "index"),
    [({"frame": 0}, 1), ({"mark": "delta"}, 2), ({"octet": 0}, 1), ({"frame": 7}, 8)],
    ids=str,
)
def test_a_place_is_an_index(stream: Frames, at: dict[str, object], index: int) -> None:
    """Frames are counted among data, marks name the first of theirs, octets the body's."""
    place = At.parse(at)

    assert place is not None
    assert index == place.index(stream)


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ({"frame": 8}, "the reply has no frame 8; it has 8 data frames"),
        ({"mark": "tool"}, "the reply has no mark 'tool'; it has 8 data frames (role, delta"),
        ({"octet": 9999}, "the reply has no octet 9999; its body has"),
    ],
    ids=str,
)
def test_a_place_beyond_the_reply_is_refused(
    stream: Frames, at: dict[str, object], message: str
) -> None:
    """The message says what the reply has instead."""
    place = At.parse(at)

    assert place is not None
    with pytest.raises(FaultError) as caught:
        place.index(stream)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("at", [{}, {"frame": 1, "mark": "delta"}, {"line": 3}], ids=str)
def test_a_place_is_named_in_one_way(at: dict[str, object]) -> None:
    """Nothing, two names, and an unknown name are refused."""
    with pytest.raises(FaultError):
        At.parse(at)


def test_no_place_stays_none() -> None:
    """A fault without ``at`` chooses its place itself."""
    assert At.parse(None) is None


def test_octets_cut_a_frame_in_two(stream: Frames) -> None:
    """What lies before the octet and from it on is the whole again, marks kept."""
    before, after = At(octet=10).split(stream)

    assert len(body_of(before)) == 10
    assert body_of(stream) == body_of(before) + body_of(after)
    assert [frame.mark for frame in (before[-1], after[0]) if isinstance(frame, Data)] == [
        "role",
        "role",
    ]


def test_octet_nought_leaves_no_empty_frame(stream: Frames) -> None:
    """A cut at the edge of a frame makes no data without octets."""
    before, after = At(octet=0).split(stream)

    assert (stream[:1], stream[1:]) == (before, after)


@pytest.mark.parametrize(
    ("one", "other", "reaches"),
    [
        (At(frame=2), At(frame=2), True),
        (At(frame=2), At(frame=1), False),
        (At(octet=2), At(octet=9), True),
        (At(mark="delta"), At(mark="done"), True),
        (At(mark="delta"), At(mark="role"), False),
        (At(mark="delta"), At(mark="body"), None),
        (At(frame=1), At(octet=1), None),
    ],
    ids=str,
)
def test_places_of_one_kind_have_an_order(one: At, other: At, reaches: bool | None) -> None:
    """Places of different kinds cannot be compared."""
    assert reaches is one.reaches(other)


def test_the_head_tells_a_stream(stream: Frames, whole: Frames) -> None:
    """The Content-Type decides."""
    assert (is_stream(stream), is_stream(whole)) == (True, False)


def test_a_reply_without_a_head_is_refused() -> None:
    """An earlier fault may have taken it away."""
    with pytest.raises(FaultError, match="no head"):
        head_of((Pause(1.0),))


def test_a_fault_acts_on_the_body_and_hides_nothing() -> None:
    """The defaults of the base class."""
    fault: Fault = make("sse.crlf")

    assert (Part.BODY, frozenset(), False, "") == (
        fault.acts_on,
        fault.hides,
        fault.ends,
        fault.makes,
    )


def test_a_stream_fault_refuses_json(whole: Frames, strike: Callable[..., Frames]) -> None:
    """The message names the fault and what it needs."""
    with pytest.raises(FaultError, match=r"sse\.crlf needs an event stream"):
        strike(whole, "sse.crlf")


def test_a_json_fault_refuses_a_stream(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The message names the fault and what it needs."""
    with pytest.raises(FaultError, match=r"body\.truncated_json needs a JSON body"):
        strike(stream, "body.truncated_json")


def test_a_fault_of_the_whole_reply_takes_no_place(
    stream: Frames, strike: Callable[..., Frames]
) -> None:
    """A place that would be ignored is refused."""
    with pytest.raises(FaultError, match=r"sse\.crlf strikes the whole reply"):
        strike(stream, "sse.crlf", {"frame": 1})


def test_a_failing_strike_names_its_fault(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The reason is told with the fault's name before it."""
    with pytest.raises(FaultError, match=r"^sse\.cut_fin: the reply has no frame 99"):
        strike(stream, "sse.cut_fin", {"frame": 99})


def test_a_reason_that_names_its_fault_is_told_once() -> None:
    """The name is not doubled."""

    class Loud(Fault):
        """Fails and says who."""

        name = "loud"

        def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
            """Nothing."""
            raise FaultError("loud is broken")

    with pytest.raises(FaultError, match=r"^loud is broken$"):
        Loud().apply((Head(200),), rng=Random(0))


def test_a_frame_place_cuts_between_frames(stream: Frames) -> None:
    """No frame is cut in two."""
    assert At(frame=2).split(stream) == (stream[:3], stream[3:])
