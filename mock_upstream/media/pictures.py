"""Pictures that decode, drawn from a number and a size.

Rules of this file: octets by hand, deterministic, small for any size. A PNG is a
checkerboard of sixteen colours; WebP and JPEG are of one colour, which both
formats can say without any pixel.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

__all__ = ["PAINTERS", "jpeg", "png", "webp"]

TILE = 32
"""Pixels of one square of a PNG's board; an even number, for two pixels share an octet."""

Painter: TypeAlias = Callable[[int, int, int], bytes]
"""A number, width and height in pixels -> the file."""


@lru_cache(256)
def png(number: int, width: int, height: int) -> bytes:
    """A PNG of sixteen colours that only ``number`` decides (W3C PNG, third edition)."""
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    palette = b"".join(_colour(number, index) for index in range(16))
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", _board(width, height)))
    body = b"".join(_chunk(*chunk) for chunk in (*chunks, (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk with its length and check sum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _colour(number: int, index: int) -> bytes:
    """Three octets of a colour."""
    return zlib.crc32(struct.pack(">QB", number % 2**64, index)).to_bytes(4)[:3]


@lru_cache(32)
def _board(width: int, height: int) -> bytes:
    """The compressed rows, each behind its filter octet; four bits a pixel."""
    stride = (width + 1) // 2
    squares = b"".join(bytes([index * 17]) * (TILE // 2) for index in range(16))
    squares = squares * (stride // len(squares) + 2)
    rows = [b"\0" + squares[shift:][:stride] for shift in range(0, 8 * TILE, TILE // 2)]
    packer = zlib.compressobj(6)
    packed = [packer.compress(rows[y // TILE % len(rows)]) for y in range(height)]
    return b"".join(packed) + packer.flush()


def webp(number: int, width: int, height: int) -> bytes:
    """A lossless WebP of one colour: each prefix code has one symbol (RFC 9649 section 3)."""
    red, green, blue = _colour(number, 0)
    bits = _Bits()
    for value, count in ((0x2F, 8), (width - 1, 14), (height - 1, 14), (0, 1), (0, 3), (0, 3)):
        bits.add(value, count)  # signature, size, no alpha, version; no transform, cache, meta
    for symbol in (green, red, blue, 255, 0):  # the last one is the distance, never used
        for value, count in ((1, 1), (0, 1), (1, 1), (symbol, 8)):
            bits.add(value, count)
    data = bits.octets()
    body = b"WEBPVP8L" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


class _Bits:
    """Octets from numbers of few bits, the lowest bit first."""

    def __init__(self) -> None:
        self.value = self.count = 0

    def add(self, value: int, count: int) -> None:
        """Append the lowest ``count`` bits of ``value``."""
        self.value |= value << self.count
        self.count += count

    def octets(self) -> bytes:
        """All bits so far, filled up with zeros."""
        return self.value.to_bytes((self.count + 7) // 8, "little")


def jpeg(number: int, width: int, height: int) -> bytes:
    """A baseline JPEG of one grey: a first difference, then "as before" for ever (ITU-T T.81)."""
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    level = 512 + 2 * _colour(number, 0)[0]  # ten bits, as the quantiser is one
    bits = f"10{level:010b}0" + "00" * (blocks - 1)
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8).replace(b"\xff", b"\xff\x00")
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    segments = (
        (0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        (0xDB, b"\0" + b"\x01" * 64),
        (0xC0, frame),
        (0xC4, b"\x00" + b"\x01\x01" + b"\0" * 14 + b"\x00\x0a"),  # 0: same, 10: ten bits
        (0xC4, b"\x10" + b"\x01" + b"\0" * 15 + b"\x00"),  # 0: end of block
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    )
    head = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data
        for marker, data in segments
    )
    return b"\xff\xd8" + head + scan + b"\xff\xd9"


PAINTERS: Mapping[str, Painter] = MappingProxyType({"png": png, "jpeg": jpeg, "webp": webp})
"""Output format -> who makes it."""
