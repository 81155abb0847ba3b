"""A form row becomes the octets that a client would send."""

from __future__ import annotations

import base64
import io

import av
import pytest
from PIL import Image

from conformance.errors import UsageError
from conformance.probes.form import CONTENTS, encode, inline
from conformance.wire.form import Part, parts

FILE = {"name": "image[]", "filename": "a.png", "type": "image/png", "content": "png"}


def test_fields_and_files_stand_in_their_order() -> None:
    """Lists are repeated, switches are words, files have name and type."""
    row = {"fields": {"n": 2, "stream": True, "l[]": ["x", "y"]}, "files": [FILE]}

    content_type, body = encode(row)

    assert parts(content_type, body) == (
        Part("n", b"2"),
        Part("stream", b"true"),
        Part("l[]", b"x"),
        Part("l[]", b"y"),
        Part("image[]", CONTENTS["png"]("a.png"), "a.png", "image/png"),
    )


def test_the_same_row_is_the_same_octets() -> None:
    """The boundary follows from the parts, and stands in none of them."""
    content_type, body = encode({"files": [FILE]})
    boundary = content_type.partition("boundary=")[2].encode()

    assert (content_type, body) == encode({"files": [FILE]})
    assert encode({"fields": {"a": 1}})[0] != content_type
    assert body.count(boundary) == 2


@pytest.mark.parametrize(("content", "mode"), [("png", "RGB"), ("mask", "RGBA")])
def test_a_picture_decodes(content: str, mode: str) -> None:
    """It is square; a mask is half transparent."""
    picture = Image.open(io.BytesIO(CONTENTS[content]("a")))
    picture.load()

    assert (picture.format, picture.size, picture.mode) == ("PNG", (64, 64), mode)


def test_a_recording_decodes() -> None:
    """It lasts a second."""
    with av.open(io.BytesIO(CONTENTS["wav"]("a")), "r") as file:
        assert sum(frame.samples for frame in file.decode(audio=0)) == 8000


@pytest.mark.parametrize("content", CONTENTS)
def test_no_two_files_are_alike(content: str) -> None:
    """The name decides the content, so that a lost or doubled file shows."""
    make = CONTENTS[content]

    assert make("a.x") == make("a.x") != make("b.x")


def test_unknown_content_is_a_usage_error() -> None:
    """With the kinds that are known."""
    with pytest.raises(UsageError, match="known are png"):
        encode({"files": [{**FILE, "content": "gif"}]})


def test_each_kind_can_stand_in_a_json_body() -> None:
    """In base64, the same each time."""
    assert set(inline()) == set(CONTENTS)
    assert base64.b64decode(inline()["text"]) == CONTENTS["text"]("inline.text")
