"""Every picture decodes, in its size, and only its number decides it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from mock_upstream.media.pictures import PAINTERS, png

SIZES = [(1024, 1024), (1536, 1024), (256, 256), (17, 31), (1, 1)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("form", PAINTERS)
def test_a_decoder_opens_it(form: str, size: tuple[int, int]) -> None:
    """Format and size are what was asked for, and every pixel can be read."""
    picture = Image.open(io.BytesIO(PAINTERS[form](7, *size)))
    picture.load()

    assert (picture.format, picture.size) == (form.upper(), size)


@pytest.mark.parametrize("form", PAINTERS)
def test_the_number_decides(form: str) -> None:
    """The same number is the same file, another one another."""
    paint = PAINTERS[form]

    assert paint(7, 64, 64) == paint(7, 64, 64) != paint(8, 64, 64)


def test_a_png_has_many_colours() -> None:
    """It is no blank: a viewer sees a board."""
    picture = Image.open(io.BytesIO(png(7, 512, 512))).convert("RGB")

    assert len(picture.getcolors() or ()) == 16
