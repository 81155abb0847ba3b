"""A chain of hashes through the lines of a log of exchanges. Pure.

Rules of this file: each line names the digest of the line before it, the first
that of nothing; so no line can be changed, dropped, added or moved alone. The
lines stay readable as exchanges: a reader passes over the key ``prev``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise

__all__ = ["START", "breaks", "chained", "head"]

START = "sha256:" + hashlib.sha256(b"").hexdigest()
"""What the first line names: the digest of nothing."""


def chained(lines: Iterable[bytes]) -> Iterator[bytes]:
    """``lines``, JSON objects each with its line feed, as links of a chain."""
    before = START
    for line in lines:
        link = b'{"prev": "' + before.encode() + b'", ' + line.removeprefix(b"{")
        yield link
        before = _digest(link)


def head(log: bytes) -> str:
    """The digest of the last line: it stands for the whole log."""
    lines = list(BytesIO(log))
    return _digest(lines[-1]) if lines else START


def breaks(log: bytes) -> Iterator[str]:
    """Where the chain is broken, line by line."""
    lines = list(BytesIO(log))
    if not lines:
        yield "there is no line in it"
        return
    if not lines[-1].endswith(b"\n"):
        yield "its last line is cut"
    if not lines[0].startswith(_opening(START)):
        yield "its first line does not begin a chain"
    for number, (before, line) in enumerate(pairwise(lines), 2):
        if not line.startswith(_opening(_digest(before))):
            yield f"line {number} does not follow from line {number - 1}"


def _opening(before: str) -> bytes:
    return b'{"prev": "' + before.encode() + b'", '


def _digest(line: bytes) -> str:
    return f"sha256:{hashlib.sha256(line).hexdigest()}"
