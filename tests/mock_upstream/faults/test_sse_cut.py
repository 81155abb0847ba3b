"""A stream dies before its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.faults.base import Part
from mock_upstream.frames import Abort, AbortKind, Frames, Framing, Head, body_of

CUTS = [("sse.cut_fin", AbortKind.FIN), ("sse.cut_rst", AbortKind.RST)]


@pytest.mark.parametrize(("name", "kind"), CUTS)
@pytest.mark.parametrize(
    ("at", "kept"),
    [(None, 4), ({"frame": 3}, 4), ({"mark": "delta"}, 2), ({"frame": 0}, 1)],
    ids=str,
)
def test_what_lies_before_the_cut_is_delivered(
    name: str,
    kind: AbortKind,
    at: dict[str, object] | None,
    kept: int,
    stream: Frames,
    strike: Callable[..., Frames],
) -> None:
    """Frame 3 means that the frames 0, 1 and 2 arrive."""
    assert (*stream[:kept], Abort(kind)) == strike(stream, name, at)


def test_a_cut_may_fall_inside_an_event(stream: Frames, strike: Callable[..., Frames]) -> None:
    """An octet is a place too."""
    frames = strike(stream, "sse.cut_rst", {"octet": 12})

    assert body_of(stream)[:12] == body_of(frames)


def test_the_last_chunk_is_missing(stream: Frames, strike: Callable[..., Frames]) -> None:
    """Every event is there."""
    assert (*stream, Abort(AbortKind.NO_LAST_CHUNK)) == strike(stream, "sse.no_last_chunk")


def test_only_a_chunked_reply_has_a_last_chunk(
    stream: Frames, strike: Callable[..., Frames]
) -> None:
    """Another framing is refused."""
    head = stream[0]
    assert isinstance(head, Head)
    with pytest.raises(FaultError, match="not chunked"):
        strike((replace(head, framing=Framing.CLOSE), *stream[1:]), "sse.no_last_chunk")


def test_one_event_is_broken_and_the_stream_goes_on(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """The broken event is closed by its empty line, and every other one is whole."""
    before, after = read(stream), read(strike(stream, "sse.truncated_event", {"frame": 2}))

    assert len(before) == len(after)
    assert [index for index in range(8) if before[index] != after[index]] == [2]
    assert before[2].startswith(after[2])


def test_the_stream_ends_in_a_broken_event(
    stream: Frames, strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """The HTTP message ends properly, without an abort."""
    frames = strike(stream, "sse.truncated_event", {"frame": 2}, then="end")

    assert read(stream)[:2] == read(frames)
    assert not any(isinstance(frame, Abort) for frame in frames)


def test_only_the_end_hides_the_tail() -> None:
    """A broken event in mid-stream hides nothing."""
    end, on = make("sse.truncated_event", {"then": "end"}), make("sse.truncated_event")

    assert (frozenset({Part.TAIL}), frozenset()) == (end.hides, on.hides)


def test_the_same_cut_twice_is_the_same(stream: Frames) -> None:
    """No draw decides the default place."""
    fault = make("sse.cut_fin")

    assert fault.apply(stream, rng=Random(1)) == fault.apply(stream, rng=Random(2))
