"""The connection dies before a reply begins, or when the next one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import head_of
from mock_upstream.frames import Abort, AbortKind, Data, Frames, Framing, Pause, Raw, body_of
from mock_upstream.octets import wire


@pytest.mark.parametrize(
    ("name", "kind"),
    [("conn.close_before_head", AbortKind.FIN), ("conn.rst_before_head", AbortKind.RST)],
)
def test_nothing_but_the_wait_is_left(
    name: str, kind: AbortKind, stream: Frames, strike: Callable[..., Frames]
) -> None:
    """A pause before the head stays; head and body are gone."""
    assert (Pause(1.0), Abort(kind)) == strike((Pause(1.0), *stream), name)


@pytest.mark.parametrize("octets", [None, 9])
def test_a_part_of_the_head_is_sent(
    octets: int | None, whole: Frames, strike: Callable[..., Frames]
) -> None:
    """Half of it, or so many octets; the wait before it stays."""
    head, empty, _ = wire(whole).octets.partition(b"\r\n\r\n")
    kept = (head + empty)[: octets or len(head + empty) // 2]

    frames = strike((Pause(1.0), *whole), "conn.half_head", ending="rst", octets=octets)

    assert (Pause(1.0), Raw(kept), Abort(AbortKind.RST)) == frames


@pytest.mark.parametrize("octets", [0, 9999])
def test_no_head_and_a_whole_head_are_refused(
    octets: int, whole: Frames, strike: Callable[..., Frames]
) -> None:
    """The pointer leads to the number."""
    with pytest.raises(FaultError, match="the head has") as caught:
        strike(whole, "conn.half_head", octets=octets)

    assert caught.value.pointer == "/octets"


LATE = [
    ("conn.stale", {"ending": "fin"}, AbortKind.STALE_FIN),
    ("conn.stale", {}, AbortKind.STALE_RST),
    ("conn.half_close", {}, AbortKind.HALF_CLOSE),
]


@pytest.mark.parametrize(("name", "params", "kind"), LATE, ids=str)
def test_a_whole_reply_has_a_bad_end(
    name: str,
    params: dict[str, str],
    kind: AbortKind,
    whole: Frames,
    strike: Callable[..., Frames],
) -> None:
    """Nothing of it is lost."""
    assert (*whole, Abort(kind)) == strike(whole, name, **params)


@pytest.mark.parametrize(
    ("other", "params", "reason"),
    [
        ("headers.close", {}, "closed behind this reply"),
        ("headers.no_length", {}, "closed behind this reply"),
        ("headers.wrong_content_length", {}, "length of the reply is wrong"),
        ("body.truncated_json", {"ending": "rst"}, "before its time"),
    ],
)
@pytest.mark.parametrize("name", ["conn.stale", "conn.half_close"])
def test_a_reply_that_ends_otherwise_is_refused(
    name: str,
    other: str,
    params: dict[str, str],
    reason: str,
    whole: Frames,
    strike: Callable[..., Frames],
) -> None:
    """Its connection is no idle one."""
    with pytest.raises(FaultError, match=reason):
        strike(strike(whole, other, **params), name)


@pytest.mark.parametrize(
    ("ending", "kind"), [("fin", AbortKind.FIN), ("rst", AbortKind.RST)], ids=str
)
def test_a_body_is_cut(
    ending: str, kind: AbortKind, whole: Frames, strike: Callable[..., Frames]
) -> None:
    """Half of it arrives by default, behind the length of the whole."""
    frames = strike(whole, "conn.cut_body", ending=ending)

    octets = body_of(whole)
    assert body_of(frames) == octets[: len(octets) // 2]
    assert frames[-1] == Abort(kind)
    assert head_of(frames).length == len(octets)


def test_a_body_of_unknown_length_is_cut_where_it_is_said(
    whole: Frames, strike: Callable[..., Frames]
) -> None:
    """Its head stays as it is."""
    head = replace(head_of(whole), framing=Framing.CHUNKED)

    frames = strike((head, *whole[1:]), "conn.cut_body", {"octet": 3})

    assert frames == (head, Data(body_of(whole)[:3]), Abort(AbortKind.FIN))


def test_a_stream_has_its_own_cut(stream: Frames, strike: Callable[..., Frames]) -> None:
    """The message names it."""
    with pytest.raises(FaultError, match=r"sse\.cut"):
        strike(stream, "conn.cut_body")
