"""Ogg Opus of silence, by hand (RFC 3533, RFC 7845).

Rules of this file: one stream, one packet a page, packets of 20 ms.
"""

from __future__ import annotations

import struct
from functools import cache

__all__ = ["silence"]

PACKET = b"\xf8\xff\xfe"
"""Twenty milliseconds of nothing in full band (RFC 6716 section 3.1)."""
STEP = 960
"""Granule positions of one packet: always samples at 48 kHz."""
PRE_SKIP = 312
SERIAL = 1
FIRST, LAST = 2, 4


def silence(frames: int, rate: int) -> tuple[bytes, ...]:
    """Head and tags, then one page a frame; ``rate`` is what was recorded, for the head."""
    head = struct.pack("<8sBBHIHB", b"OpusHead", 1, 1, PRE_SKIP, rate, 0, 0)
    vendor = b"mock"
    tags = struct.pack("<8sI4sI", b"OpusTags", len(vendor), vendor, 0)
    pages = [
        _page(index + 2, STEP * (index + 1), PACKET, LAST if index == frames - 1 else 0)
        for index in range(frames)
    ]
    return (_page(0, 0, head, FIRST) + _page(1, 0, tags, 0), *pages)


def _page(number: int, position: int, packet: bytes, kind: int) -> bytes:
    """One page that holds one short packet, with its check sum."""
    header = struct.pack("<4sBBQII", b"OggS", 0, kind, position, SERIAL, number)
    segments = bytes([1, len(packet)])
    crc = _crc(header + b"\0\0\0\0" + segments + packet)
    return header + struct.pack("<I", crc) + segments + packet


def _crc(octets: bytes) -> int:
    """The check sum of a page: polynomial 0x04c11db7, highest bit first, from zero."""
    table, value = _table(), 0
    for octet in octets:
        value = (value << 8 & 0xFFFFFFFF) ^ table[value >> 24 ^ octet]
    return value


@cache
def _table() -> tuple[int, ...]:
    """The remainder of each octet."""
    return tuple(_remainder(octet << 24) for octet in range(256))


def _remainder(value: int) -> int:
    """``value`` after eight steps of the division."""
    for _ in range(8):
        value = (value << 1 ^ (0x04C11DB7 if value >> 31 else 0)) & 0xFFFFFFFF
    return value
