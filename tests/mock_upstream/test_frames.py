"""The alphabet of a reply."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from mock_upstream.frames import Abort, AbortKind, Data, Framing, Head, Pause, body_of


def test_the_body_is_the_data_alone() -> None:
    """Heads, pauses and ends are no octets of it, and the order is kept."""
    frames = (Head(200), Data(b"a"), Pause(1.0), Data(b"", "delta"), Data(b"bc"))

    assert body_of((*frames, Abort(AbortKind.RST))) == b"abc"
    assert body_of(()) == b""


def test_a_frame_says_only_what_is_unusual() -> None:
    """A plain head is chunked and of its true length; data is body; a pause waits for nothing."""
    head, data, pause = Head(200), Data(b"x"), Pause()

    assert (head.headers, head.framing, head.length) == ((), Framing.CHUNKED, None)
    assert data.mark == "body"
    assert (pause.seconds, pause.signal) == (0.0, None)


def test_frames_are_values() -> None:
    """Equal content is equal, and nobody changes a frame that another holds."""
    frame = Data(b"x", "delta")

    assert {frame, Data(b"x", "delta"), Data(b"x")} == {Data(b"x"), frame}
    with pytest.raises(FrozenInstanceError):
        frame.octets = b"y"  # type: ignore[misc]  # the point of this test


@pytest.mark.parametrize("words", [Framing, AbortKind])
def test_words_on_the_wire_are_their_own_text(words: type[Framing | AbortKind]) -> None:
    """What `explain` prints is what a reader of the journal knows."""
    assert [f"{word}" for word in words] == [word.name.lower() for word in words]
