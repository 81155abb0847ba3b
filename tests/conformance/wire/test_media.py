"""Pictures and sound are known by their octets, and only when they are whole."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from conformance.probes.form import CONTENTS
from conformance.wire.media import Picture, picture_of, sound_of


def saved(form: str, **options: object) -> bytes:
    """A picture of 20 by 10 pixels as a common tool writes it."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((20, 10)).convert("RGB").save(file, form, **options)
    return file.getvalue()


PICTURES = {
    "png": saved("PNG"),
    "jpeg": saved("JPEG"),
    "webp": saved("WEBP"),
    "webp-lossless": saved("WEBP", lossless=True),
    "webp-extended": saved("WEBP", exif=b"Exif\0\0"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_whole_picture_is_known(name: str) -> None:
    """By format and size, whoever wrote it."""
    assert picture_of(PICTURES[name]) == Picture(name.partition("-")[0], 20, 10)


@pytest.mark.parametrize("name", PICTURES)
def test_a_cut_picture_is_none(name: str) -> None:
    """Half of it is nothing, and so is none of it."""
    octets = PICTURES[name]

    assert picture_of(octets[: len(octets) // 2]) is None
    assert picture_of(octets[:11]) is None


def test_a_png_is_checked_down_to_its_pixels() -> None:
    """One changed octet breaks a check sum."""
    octets = bytearray(CONTENTS["png"]("a"))
    octets[60] ^= 1

    assert picture_of(CONTENTS["png"]("a")) == Picture("png", 64, 64)
    assert picture_of(bytes(octets)) is None


@pytest.mark.parametrize("octets", [b"", b"GIF89a", b"RIFF\0\0\0\0WEBPVP9 " + bytes(40), b"<html>"])
def test_other_octets_are_no_picture(octets: bytes) -> None:
    """Neither known nor guessed."""
    assert picture_of(octets) is None


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90", "mp3"),
        (b"\xff\xf3\x84", "mp3"),
        (b"\xff\xf1\x58", "aac"),
        (b"\xff\xf9\x58", "aac"),
        (b"OggS", "opus"),
        (b"fLaC", "flac"),
        (b"RIFF\0\0\0\0WAVE", "wav"),
        (b"RIFF\0\0\0\0WEBP", None),
        (b"\xff\xe8", None),
        (b"\xff", None),
        (b"", None),
        (b'{"a"', None),
    ],
)
def test_sound_is_known_by_its_first_octets(octets: bytes, expected: str | None) -> None:
    """The marks that a player looks for."""
    assert sound_of(octets) == expected
