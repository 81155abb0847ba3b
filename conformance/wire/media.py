"""Pictures and sound known by their octets, as far as a witness can tell without a codec.

Rules of this file: pure; what is not whole is not recognised. A PNG is checked down
to its pixels' octets; other formats by their heads and ends.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Picture", "picture_of", "sound_of"]

MOST_PIXEL_OCTETS = 256 * 2**20
"""A PNG that claims more is not inflated."""

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_SOF = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""JPEG markers of a frame header (ITU-T T.81, table B.1)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's format and its size in pixels."""

    format: str
    width: int
    height: int


def picture_of(octets: bytes) -> Picture | None:
    """The picture that ``octets`` are; None when they are none, or not whole."""
    try:
        if octets.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(octets)
        if octets.startswith(b"\xff\xd8\xff"):
            return _jpeg(octets)
        if octets.startswith(b"RIFF") and octets[8:12] == b"WEBP":
            return _webp(octets)
    except (struct.error, zlib.error, IndexError):
        return None
    return None


def _png(octets: bytes) -> Picture | None:
    """Every chunk's check sum, the end, and the number of pixel octets hold."""
    chunks = list(_chunks(octets))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        return None
    width, height, depth, kind = struct.unpack_from(">IIBB", chunks[0][1])
    row = 1 + (width * depth * _CHANNELS.get(kind, 0) + 7) // 8
    data = b"".join(body for name, body in chunks if name == b"IDAT")
    is_plain = chunks[0][1][12] == 0  # not interlaced
    if row * height > MOST_PIXEL_OCTETS:
        return Picture("png", width, height)
    pixels = zlib.decompressobj().decompress(data, row * height + 1)
    return Picture("png", width, height) if len(pixels) == row * height or not is_plain else None


def _chunks(octets: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG up to the first that is not whole."""
    at = 8
    while at + 12 <= len(octets):
        (size,) = struct.unpack_from(">I", octets, at)
        name, body = octets[at + 4 : at + 8], octets[at + 8 : at + 8 + size]
        if octets[at + 8 + size : at + 12 + size] != struct.pack(">I", zlib.crc32(name + body)):
            return
        yield name, body
        at += 12 + size


def _jpeg(octets: bytes) -> Picture | None:
    """The frame header says the size; the end marker is there."""
    at = 2
    while octets[at] == 0xFF:
        marker, (size,) = octets[at + 1], struct.unpack_from(">H", octets, at + 2)
        if marker in _SOF:
            height, width = struct.unpack_from(">HH", octets, at + 5)
            return Picture("jpeg", width, height) if b"\xff\xd9" in octets[-16:] else None
        at += 2 + size
    return None


def _webp(octets: bytes) -> Picture | None:
    """The length holds, and the first chunk says the size (RFC 9649 section 2)."""
    (size,) = struct.unpack_from("<I", octets, 4)
    if len(octets) < size + 8:
        return None
    match octets[12:16]:
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", octets, 21)
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width = int.from_bytes(octets[24:27], "little") + 1
            height = int.from_bytes(octets[27:30], "little") + 1
        case b"VP8 ":
            width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", octets, 26))
        case _:
            return None
    return Picture("webp", width, height)


def sound_of(octets: bytes) -> str | None:
    """The format that the first octets give away: mp3 opus aac flac wav; None for others."""
    if octets.startswith(b"ID3"):
        return "mp3"
    if octets.startswith(b"RIFF") and octets[8:12] == b"WAVE":
        return "wav"
    if octets.startswith((b"OggS", b"fLaC")):
        return "opus" if octets.startswith(b"OggS") else "flac"
    if len(octets) > 1 and octets[0] == 0xFF and octets[1] & 0xE0 == 0xE0:
        return _frame_of(octets[1])
    return None


def _frame_of(second: int) -> str | None:
    """MPEG audio with a layer, or ADTS, whose layer is zero, by the second octet of a frame."""
    if second & 0x06:
        return "mp3"
    return "aac" if second & 0xF6 == 0xF0 else None
