"""A film is whole: its boxes fill it, and its samples are where it says."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from mock_upstream.media.film import RATE, mp4

OUTER = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


def boxes(octets: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each box, those inside others too."""
    at, end = start, len(octets) if end is None else end
    while at < end:
        size, kind = struct.unpack_from(">I4s", octets, at)
        yield kind, octets[at + 8 : at + size]
        if kind in OUTER:
            yield from boxes(octets, at + 8, at + size)
        at += size
    assert at == end


def test_a_film_says_how_long_it_is_and_where_its_pictures_are() -> None:
    """Each sample is a JPEG."""
    film = mp4(7, 64, 32, 20)
    found = dict(boxes(film))
    rate, length = struct.unpack_from(">II", found[b"mdhd"], 12)
    size, count = struct.unpack_from(">II", found[b"stsz"], 4)
    places = struct.unpack_from(">20I", found[b"stco"], 8)

    assert (rate, length, count) == (RATE, 20, 20)
    assert {film[place : place + size][:2] for place in places} == {b"\xff\xd8"}
    assert film[places[0] + size - 2 :][:2] == b"\xff\xd9"
    assert struct.unpack_from(">HH", found[b"stsd"], 8 + 8 + 24) == (64, 32)


def test_a_number_decides_it() -> None:
    """Equal ones give equal films."""
    assert mp4(1) == mp4(1)
    assert len({mp4(number) for number in range(20)}) > 10
