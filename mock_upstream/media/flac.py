"""FLAC of silence, by hand (RFC 9639).

Rules of this file: one channel of 16 bits, blocks of one size, each frame one
constant subframe of zero.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cache

__all__ = ["silence"]

RATES = {24_000: 7}
"""Sample rate -> its code in a frame header."""


def silence(frames: int, rate: int, samples: int) -> tuple[bytes, ...]:
    """The stream's head, then one piece a frame of ``samples`` samples."""
    total = frames * samples
    digest = hashlib.md5(b"\0\0" * total, usedforsecurity=False).digest()
    packed = rate << 44 | 0 << 41 | 15 << 36 | total
    info = struct.pack(">HH6xQ", samples, samples, packed) + digest
    head = b"fLaC\x80" + len(info).to_bytes(3) + info
    return (head, *(_frame(index, rate, samples) for index in range(frames)))


def _frame(index: int, rate: int, samples: int) -> bytes:
    """One frame: header, constant subframe, and the check sums of both."""
    codes = bytes([0x70 | RATES[rate], 0x08])  # size behind the number, rate; mono of 16 bits
    header = b"\xff\xf8" + codes + chr(index).encode() + struct.pack(">H", samples - 1)
    body = header + bytes([_crc(header, 8, 0x07)]) + b"\0\0\0"
    return body + _crc(body, 16, 0x8005).to_bytes(2)


def _crc(octets: bytes, bits: int, polynomial: int) -> int:
    """The remainder of ``octets``, highest bit first, from zero."""
    table, value, mask = _table(bits, polynomial), 0, (1 << bits) - 1
    for octet in octets:
        value = (value << 8 & mask) ^ table[value >> bits - 8 ^ octet]
    return value


@cache
def _table(bits: int, polynomial: int) -> tuple[int, ...]:
    """The remainder of each octet."""
    return tuple(_remainder(octet << bits - 8, bits, polynomial) for octet in range(256))


def _remainder(value: int, bits: int, polynomial: int) -> int:
    """``value`` after eight steps of the division."""
    top, mask = 1 << bits - 1, (1 << bits) - 1
    for _ in range(8):
        value = (value << 1 ^ (polynomial if value & top else 0)) & mask
    return value
