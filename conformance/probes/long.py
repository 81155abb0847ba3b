"""Texts and pictures of a given size for bodies that test limits: ``${long.5mb}`` in a row.

Rules of this file: pure, the same octets each time; a piece that is missing or
comes twice shows, because every word is numbered.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import cache

from conformance.probes import form

__all__ = ["SIZES", "LongPictures", "LongTexts"]

SIZES: Mapping[str, int] = {
    "64kb": 2**16,
    "900kb": 900 * 2**10,
    "1mb": 2**20,
    "5mb": 5 * 2**20,
    "11mb": 11 * 2**20,
    "25mb": 25 * 2**20,
}
"""Octets of each text."""

_KEYWORD = b"Comment\0"
_LAST = 12
"""Octets of a PNG's last chunk."""
_AROUND = 12 + len(_KEYWORD)
"""Octets of a text chunk that are none of its text: length, type, keyword, checksum."""


class LongTexts(Mapping[str, str]):
    """The texts by name, made when one is asked for."""

    def __getitem__(self, name: str) -> str:
        """The text called ``name``. Raises KeyError for a size that is not offered."""
        return _text(SIZES[name])

    def __iter__(self) -> Iterator[str]:
        """The names of the sizes."""
        return iter(SIZES)

    def __len__(self) -> int:
        """How many sizes there are."""
        return len(SIZES)


class LongPictures(LongTexts):
    """PNGs in base64, whose text is of about the size that their name says."""

    def __getitem__(self, name: str) -> str:
        """The picture called ``name``. Raises KeyError for a size that is not offered."""
        return _picture(SIZES[name])


@cache
def _text(octets: int) -> str:
    words = (f"word {number:07d} " for number in range(octets // 13 + 1))
    return "".join(words)[:octets]


@cache
def _picture(octets: int) -> str:
    """A picture with a long comment before its last chunk, which every reader skips."""
    small = base64.b64decode(form.inline()["png"])
    room = octets // 4 * 3 - len(small) - _AROUND
    chunk = b"tEXt" + _KEYWORD + _text(room).encode()
    comment = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    whole = small[:-_LAST] + comment + small[-_LAST:]
    return base64.b64encode(whole).decode("ascii")
