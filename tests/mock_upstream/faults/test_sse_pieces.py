"""The octets stay; where one write ends and the next begins changes."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.faults.events import event
from mock_upstream.faults.sse_pieces import OFFSETS
from mock_upstream.frames import Data, Frames, Framing, Head, Pause, body_of

TEXTS = st.lists(st.text(), min_size=1, max_size=5)


@pytest.mark.parametrize("octets", [1, 2, 7, 4096])
def test_the_stream_comes_in_small_pieces(
    octets: int, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """No write is longer, and the octets are the same."""
    frames = strike(stream, "sse.bytewise", octets=octets)

    assert body_of(stream) == body_of(frames)
    assert all(len(frame.octets) <= octets for frame in frames if isinstance(frame, Data))


def test_a_gap_lies_between_pieces(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The gap is a pause behind each piece."""
    frames = strike(stream, "sse.bytewise", octets=4096, gap="1ms")

    assert [Pause(0.001)] * 8 == [frame for frame in frames if isinstance(frame, Pause)]


def test_a_piece_has_octets() -> None:
    """Nought is refused."""
    with pytest.raises(FaultError, match="at least 1 octet"):
        make("sse.bytewise", {"octets": 0})


def test_a_character_is_split(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The two events with long characters are cut inside one, the others are not."""
    frames = strike(stream, "sse.split_utf8", gap="0ms")

    assert body_of(stream) == body_of(frames)
    assert len(stream) + 2 == len(frames)
    broken = [frame for frame in frames if isinstance(frame, Data) and _is_broken(frame.octets)]
    assert len(broken) == 4


def _is_broken(octets: bytes) -> bool:
    """Whether the octets are no UTF-8 on their own."""
    try:
        octets.decode()
    except UnicodeDecodeError:
        return True
    return False


def test_one_named_event_is_split(stream: Frames, strike: Callable[..., Frames]) -> None:
    """Its two parts have a pause between them."""
    frames = strike(stream, "sse.split_utf8", {"frame": 4})

    assert len(stream) + 2 == len(frames)
    assert Pause(0.002) == frames[6]


def test_ascii_has_no_character_to_split(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The fault cannot be honoured, and says so."""
    with pytest.raises(FaultError, match="several octets"):
        strike(stream, "sse.split_utf8", {"frame": 0})


def test_every_event_is_split_in_its_json(stream: Frames, strike: Callable[..., Frames]) -> None:
    """Each of the eight becomes two writes."""
    frames = strike(stream, "sse.split_json", gap="0ms")

    assert body_of(stream) == body_of(frames)
    assert len(frames) - 1 == 16


def test_all_events_come_in_one_write(stream: Frames, strike: Callable[..., Frames]) -> None:
    """Pauses between events are gone, those around them stay."""
    paused = (Pause(1.0), *stream[:3], Pause(2.0), *stream[3:], Pause(3.0))

    frames = strike(paused, "sse.one_write")

    assert (Pause(1.0), stream[0], Data(body_of(stream)), Pause(3.0)) == frames


def test_one_write_needs_events(stream: Frames, strike: Callable[..., Frames]) -> None:
    """A head alone is refused."""
    with pytest.raises(FaultError, match="no events"):
        strike(stream[:1], "sse.one_write")


@given(texts=TEXTS, octets=st.integers(1, 9))
def test_pieces_never_change_the_octets(texts: list[str], octets: int) -> None:
    """Whatever the text, however small the pieces."""
    head = Head(200, (("content-type", "text/event-stream"),), Framing.CHUNKED)
    frames: Frames = (head, *(event({"t": text}, "delta") for text in texts))

    for fault in (make("sse.bytewise", {"octets": octets}), make("sse.split_json")):
        assert body_of(frames) == body_of(fault.apply(frames, rng=Random(0)))


@pytest.mark.parametrize(
    ("name", "octets", "cut"),
    [
        ("line_end", b"data: 1\n\n", 8),
        ("line_end", b"data: 1\r\n\r\n", 8),
        ("line_end", b"data: 1", None),
        ("field", b"data: 1\n\n", 2),
        ("field", b": x\n\n", None),
    ],
)
def test_an_event_is_cut_in_line_ends_and_names(name: str, octets: bytes, cut: int | None) -> None:
    """Between CR and LF, between the two last line ends, in the word ``data``, or nowhere."""
    assert OFFSETS[name](octets) == cut


def test_events_are_glued(stream: Frames, strike: Callable[..., Frames]) -> None:
    """Three to a write; the pauses in a write are gone, those between two writes stay."""
    paused = (*stream[:2], Pause(1.0), *stream[2:4], Pause(2.0), *stream[4:])

    frames = strike(paused, "sse.glued", events=3)

    assert body_of(frames) == body_of(stream)
    assert [type(frame).__name__ for frame in frames] == ["Head", "Data", "Pause", "Data", "Data"]


def test_nothing_to_glue_is_refused(stream: Frames, strike: Callable[..., Frames]) -> None:
    """One event to a write, or one event in all."""
    with pytest.raises(FaultError, match="at least 2"):
        make("sse.glued", {"events": 1})
    with pytest.raises(FaultError, match="no two events"):
        strike(stream[:2], "sse.glued")
