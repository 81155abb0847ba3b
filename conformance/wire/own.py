"""The mark that one request of many at once carries, and its finding again. Pure.

Rules of this file: a mark is a word that no model makes up and no relay has a
reason to touch, so that whatever holds it comes from that one request.
"""

from __future__ import annotations

import re

__all__ = ["mark", "marks_in"]

_MARK = re.compile(rb"own-[0-9a-z]+-\d{4}(?!\d)")


def mark(nonce: str, index: int) -> str:
    """The mark of request ``index`` of the probe that drew ``nonce``."""
    return f"own-{nonce}-{index:04d}"


def marks_in(octets: bytes) -> frozenset[str]:
    """Every mark that the octets hold, whoever's it is."""
    return frozenset(found.decode() for found in _MARK.findall(octets))
