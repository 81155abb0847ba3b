"""The upstream is slow, falls silent, or waits to be told to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.faults.base import Part
from mock_upstream.frames import Abort, AbortKind, Frames, Head, Pause, body_of


@pytest.mark.parametrize(("after_head", "place"), [(False, 0), (True, 1)])
def test_the_first_byte_comes_late(
    after_head: bool, place: int, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """The pause stands before the head, or behind it."""
    frames = strike(stream, "latency.slow_first_byte", delay="250ms", after_head=after_head)

    assert Pause(0.25) == frames[place]
    assert len(stream) + 1 == len(frames)


def test_a_pause_behind_the_head_needs_a_head() -> None:
    """A pause before it acts on the time alone."""
    late = make("latency.slow_first_byte", {"after_head": True})

    assert (late.acts_on, make("latency.slow_first_byte").acts_on) == (Part.HEAD, Part.TIME)


def test_a_stream_stalls_and_goes_on(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The pause stands in the middle of the content, and no octet is lost."""
    frames = strike(stream, "latency.stall", delay="3s")

    assert (*stream[:4], Pause(3.0), *stream[4:]) == frames


def test_a_stream_stalls_for_ever(stream: Frames, strike: Callable[..., Frames]) -> None:
    """Nothing follows the silence."""
    frames = strike(stream, "latency.stall", {"mark": "done"}, forever=True)

    assert (*stream[:8], Abort(AbortKind.SILENCE)) == frames


def test_only_silence_for_ever_hides_the_tail() -> None:
    """A stall that ends hides nothing."""
    for_ever, ending = make("latency.stall", {"forever": True}), make("latency.stall")

    assert (frozenset({Part.TAIL}), frozenset()) == (for_ever.hides, ending.hides)
    assert (for_ever.ends, ending.ends) == (True, False)


def test_a_json_body_stalls_in_its_middle(whole: Frames, strike: Callable[..., Frames]) -> None:
    """Half of the octets lie before the pause."""
    frames = strike(whole, "latency.stall")

    assert Pause(5.0) == frames[2]
    assert len(body_of(frames[:2])) == 11
    assert body_of(whole) == body_of(frames)


@pytest.mark.parametrize(("at", "place"), [(None, 4), ({"frame": 0}, 1), ({"mark": "done"}, 8)])
def test_a_stream_waits_for_a_signal(
    at: dict[str, object] | None, place: int, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """The wait stands at the place, in mid-content by default, and no octet is lost."""
    frames = strike(stream, "latency.wait_for_signal", at, signal="tide")

    assert (*stream[:place], Pause(signal="tide"), *stream[place:]) == frames


def test_a_signal_has_a_name_that_a_url_can_hold() -> None:
    """Another one could never be given."""
    with pytest.raises(FaultError, match="no signal name") as caught:
        make("latency.wait_for_signal", {"signal": "a/b"})

    assert caught.value.pointer == "/with/signal"


def test_an_empty_body_cannot_stall(strike: Callable[..., Frames]) -> None:
    """It has no middle."""
    with pytest.raises(FaultError, match="no body"):
        strike((Head(200),), "latency.stall")


def test_a_body_that_falls_silent_keeps_its_length(
    whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The length tells of all octets, of which half arrive; a given length stays."""
    frames = strike(whole, "latency.stall", forever=True)

    head = frames[0]
    assert isinstance(head, Head)
    assert (head.length, len(body_of(frames))) == (22, 11)
    told = strike((replace(head, length=9), *whole[1:]), "latency.stall", forever=True)[0]
    assert told == replace(head, length=9)


def test_a_body_drips(whole: Frames, strike: Callable[..., Frames]) -> None:
    """A pause is behind each drop, and no octet is lost."""
    frames = strike(whole, "latency.drip", octets=10, interval="20ms")

    assert [Pause(0.02)] * 3 == [frame for frame in frames if isinstance(frame, Pause)]
    assert body_of(frames) == body_of(whole)
    with pytest.raises(FaultError, match="no body"):
        strike((Head(200),), "latency.drip")


@pytest.mark.parametrize(
    ("params", "pointer"), [({"octets": 0}, "/with/octets"), ({"interval": "0s"}, "/with/interval")]
)
def test_a_drop_is_something(params: dict[str, object], pointer: str) -> None:
    """Octets, and the time between."""
    with pytest.raises(FaultError) as caught:
        make("latency.drip", params)

    assert caught.value.pointer == pointer
