"""Films that play: one picture, shown for a while, in an MP4 without sound.

Rules of this file: octets by hand, deterministic; each frame is a JPEG, which players
take as the codec ``mp4v`` with the object type of JPEG (ISO/IEC 14496-1, table 5).
"""

from __future__ import annotations

import struct
from functools import lru_cache

from mock_upstream.media.pictures import jpeg

__all__ = ["RATE", "mp4"]

RATE = 10
"""Frames a second, and units of the time scale."""
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_JPEG = 0x6C


@lru_cache(64)
def mp4(number: int, width: int = 320, height: int = 180, frames: int = 50) -> bytes:
    """An MP4 of ``frames`` frames, whose colour only ``number`` decides (ISO/IEC 14496-12)."""
    picture = jpeg(number, width, height)
    brand = _box(b"ftyp", b"isom", struct.pack(">I", 0x200), b"isom", b"iso2", b"mp41")
    head = _box(b"mdat", picture)
    place = len(brand) + 8
    return brand + head + _movie(width, height, frames, len(picture), place)


def _box(kind: bytes, *parts: bytes) -> bytes:
    """One box with its length."""
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    """One box with a version, which is 0, and flags."""
    return _box(kind, struct.pack(">I", flags), *parts)


def _movie(width: int, height: int, frames: int, size: int, place: int) -> bytes:
    """What is known of the film: its length, and its one track."""
    times = struct.pack(">IIII", 0, 0, RATE, frames)
    rest = struct.pack(">IHHII", 0x10000, 0x100, 0, 0, 0) + _MATRIX + bytes(24)
    head = _full(b"mvhd", times, rest, struct.pack(">I", 2))
    track = struct.pack(">IIIII", 0, 0, 1, 0, frames) + bytes(16) + _MATRIX
    sides = struct.pack(">II", width << 16, height << 16)
    media = _media(width, height, frames, size, place)
    return _box(b"moov", head, _box(b"trak", _full(b"tkhd", track, sides, flags=3), media))


def _media(width: int, height: int, frames: int, size: int, place: int) -> bytes:
    """How long the track is, that it is seen, and where its samples are."""
    head = _full(b"mdhd", struct.pack(">IIIIHH", 0, 0, RATE, frames, 0x55C4, 0))
    seen = _full(b"hdlr", struct.pack(">I4sIII", 0, b"vide", 0, 0, 0), b"video\0")
    here = _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1)))
    table = _table(width, height, frames, size, place)
    what = _box(b"minf", _full(b"vmhd", bytes(8), flags=1), here, table)
    return _box(b"mdia", head, seen, what)


def _table(width: int, height: int, frames: int, size: int, place: int) -> bytes:
    """The samples: each is the one picture, again and again in its own chunk."""
    places = struct.pack(f">I{frames}I", frames, *[place] * frames)
    return _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1), _entry(width, height)),
        _full(b"stts", struct.pack(">III", 1, frames, 1)),
        _full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        _full(b"stsz", struct.pack(">II", size, frames)),
        _full(b"stco", places),
    )


def _entry(width: int, height: int) -> bytes:
    """The codec: JPEG, as MPEG-4 systems name it."""
    look = struct.pack(
        ">6xH16xHHIII H32sHh", 1, width, height, 0x480000, 0x480000, 0, 1, b"", 24, -1
    )
    config = _tag(4, struct.pack(">BBHBII", _JPEG, 0x11, 0, 0, 0, 0))
    stream = _tag(3, struct.pack(">HB", 1, 0), config, _tag(6, b"\x02"))
    return _box(b"mp4v", look, _full(b"esds", stream))


def _tag(kind: int, *parts: bytes) -> bytes:
    """One descriptor, shorter than 128 octets."""
    body = b"".join(parts)
    return bytes([kind, len(body)]) + body
