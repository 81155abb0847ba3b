"""Content codings are undone as far as they go, and never raise."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.wire import coding

BODY = b"data: 1\n\n" * 50


def gzipped(octets: bytes) -> bytes:
    """Gzip without the clock in its head: the octets name the test, in every worker alike."""
    return gzip.compress(octets, mtime=0)


def raw_deflate(octets: bytes) -> bytes:
    """Deflate without the zlib head, as some senders mean it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(octets) + packer.flush()


@pytest.mark.parametrize(
    ("octets", "codings"),
    [
        (BODY, ""),
        (BODY, "identity"),
        (gzipped(BODY), "gzip"),
        (gzipped(BODY), "X-GZIP"),
        (gzipped(BODY[:9]) + gzipped(BODY[9:]), "gzip"),
        (zlib.compress(BODY), "deflate"),
        (raw_deflate(BODY), "deflate"),
        (gzipped(zlib.compress(BODY)), "deflate, gzip"),
        (brotli.compress(BODY), "br"),
    ],
)
def test_known_codings_are_undone(octets: bytes, codings: str) -> None:
    """The octets before coding come back without a note."""
    assert coding.undo(octets, codings) == (BODY, None)


@pytest.mark.parametrize(
    ("octets", "codings", "out", "note"),
    [
        (BODY, "zstd", BODY, "content coding 'zstd' is not known here"),
        (brotli.compress(BODY)[:-3], "br", b"", "content coding 'br': ends early"),
        (BODY, "br", b"", "content coding 'br': brotli: decoder failed"),
        (b"", "gzip", b"", None),
        (gzipped(BODY)[:-9], "gzip", BODY, "content coding 'gzip': ends early"),
        (gzipped(b"") * 99, "gzip", b"", "content coding 'gzip': more than 64 members"),
    ],
)
def test_a_note_says_what_is_missing(
    octets: bytes, codings: str, out: bytes, note: str | None
) -> None:
    """What cannot be undone is given as far as read."""
    assert (out, note) == coding.undo(octets, codings)


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzipped), ("br", brotli.compress)])
def test_a_bomb_is_cut(
    name: str, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more octets come out than the bound."""
    monkeypatch.setattr(coding, "MAX_OCTETS", 100)

    out, note = coding.undo(pack(b"x" * 10_000), name)

    assert out == b"x" * 100
    assert note == f"content coding {name!r}: more than 100 octets"


@given(st.binary(), st.sampled_from(["gzip", "deflate", "br", "gzip,deflate", ",,"]))
def test_any_octets_are_taken(octets: bytes, codings: str) -> None:
    """Broken coding gives octets and perhaps a note."""
    out, _ = coding.undo(octets, codings)

    assert isinstance(out, bytes)
