"""Long texts have their size, and every word of theirs is another."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest

from conformance.probes.long import SIZES, LongPictures, LongTexts


@pytest.mark.parametrize("name", SIZES)
def test_a_text_has_its_size(name: str) -> None:
    """In octets, as all of it is ASCII."""
    assert len(LongTexts()[name].encode()) == SIZES[name]


def test_a_piece_that_is_missing_shows() -> None:
    """No two stretches are alike."""
    text = LongTexts()["64kb"]

    assert len({text[at : at + 13] for at in range(0, len(text) - 13, 13)}) == len(text) // 13


def test_a_size_that_is_not_there() -> None:
    """Is an error, as with any mapping."""
    assert "3gb" not in LongTexts()
    assert len(LongTexts()) == len(list(LongTexts()))


@pytest.mark.parametrize("name", SIZES)
def test_a_picture_has_its_size_and_can_be_read(name: str) -> None:
    """In base64; chunk by chunk its checksums are right."""
    text = LongPictures()[name]
    octets = base64.b64decode(text, validate=True)

    kinds, at = [], 8
    while at < len(octets):
        (length,) = struct.unpack_from(">I", octets, at)
        chunk = octets[at + 4 : at + 8 + length]
        kinds.append(chunk[:4])
        assert struct.unpack_from(">I", octets, at + 8 + length) == (zlib.crc32(chunk),)
        at += 12 + length

    assert 0 <= SIZES[name] - len(text) < 4
    assert kinds == [b"IHDR", b"IDAT", b"tEXt", b"IEND"]
