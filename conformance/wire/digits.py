"""Whole numbers in headers, which a relay may fill with anything. Pure."""

from __future__ import annotations

__all__ = ["whole"]

_MOST = 18
"""Digits of a number that means something; Python refuses to read some thousands of them."""


def whole(text: str) -> int | None:
    """The number that ``text`` writes in ASCII digits and nothing else; ``None`` otherwise."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST else None
