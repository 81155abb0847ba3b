"""Content codings undone for reading; the evidence keeps the coded octets.

Rules of this file: never raises; a coding that is unknown, broken or too large
gives what could be read and a note that says why there is no more. The client
offers a coding only where a probe says so; whoever codes unasked is read here too.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import brotli

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["MAX_OCTETS", "undo"]

MAX_OCTETS = 64 * 1024 * 1024
"""Decoded octets kept; a reply that grows further is a bomb."""
MAX_MEMBERS = 64
"""Gzip members read; each costs a copy of all octets after it."""

_GZIP = 16 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS


def undo(octets: bytes, codings: str) -> tuple[bytes, str | None]:
    """``octets`` without the codings of a Content-Encoding value, and a note.

    The note is None when every coding was undone (RFC 9110 section 8.4).
    """
    names = [name.strip().lower() for name in codings.split(",")]
    for name in reversed([name for name in names if name not in ("", "identity")]):
        decoder = _DECODERS.get(name)
        if not octets:  # a reply to HEAD, or cut before its body
            break
        if decoder is None:
            return octets, f"content coding {name!r} is not known here"
        octets, note = decoder(octets)
        if note:
            return octets, f"content coding {name!r}: {note}"
    return octets, None


def _inflate(octets: bytes, wbits: int) -> tuple[bytes, str | None]:
    """All members one after another, as gzip allows (RFC 1952 section 2.2)."""
    out = b""
    for _ in range(MAX_MEMBERS):
        inflater = zlib.decompressobj(wbits)
        try:
            out += inflater.decompress(octets, MAX_OCTETS - len(out) + 1)
        except zlib.error as error:
            return out, str(error)
        if len(out) > MAX_OCTETS:
            return out[:MAX_OCTETS], f"more than {MAX_OCTETS} octets"
        if not inflater.eof:
            return out, "ends early"
        octets = inflater.unused_data
        if not octets:
            return out, None
    return out, f"more than {MAX_MEMBERS} members"


def _gzip(octets: bytes) -> tuple[bytes, str | None]:
    return _inflate(octets, _GZIP)


def _deflate(octets: bytes) -> tuple[bytes, str | None]:
    """The zlib format, or bare deflate, which many senders mean by the name."""
    has_zlib_head = octets[:1] and octets[0] & 0x0F == 8 and int.from_bytes(octets[:2]) % 31 == 0
    return _inflate(octets, zlib.MAX_WBITS if has_zlib_head else _RAW)


def _brotli(octets: bytes) -> tuple[bytes, str | None]:
    """RFC 7932; of a broken body nothing is kept."""
    reader = brotli.Decompressor()
    try:
        out = reader.process(octets, output_buffer_limit=MAX_OCTETS + 1)
    except brotli.error as error:
        return b"", str(error)
    if len(out) > MAX_OCTETS:
        return out[:MAX_OCTETS], f"more than {MAX_OCTETS} octets"
    return out, None if reader.is_finished() else "ends early"


_DECODERS: Mapping[str, Callable[[bytes], tuple[bytes, str | None]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
