"""Texts of a given size for bodies that test limits: ``${long.5mb}`` in a row.

Rules of this file: pure, the same octets each time; a piece that is missing or
comes twice shows, because every word is numbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

__all__ = ["SIZES", "LongTexts"]

SIZES: Mapping[str, int] = {
    "64kb": 2**16,
    "900kb": 900 * 2**10,
    "1mb": 2**20,
    "5mb": 5 * 2**20,
}
"""Octets of each text."""


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


@cache
def _text(octets: int) -> str:
    words = (f"word {number:07d} " for number in range(octets // 13 + 1))
    return "".join(words)[:octets]
