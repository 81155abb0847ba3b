"""Forms as a witness reads them."""

from __future__ import annotations

import pytest

from conformance.wire.form import Part, parts

TYPE = "multipart/form-data; boundary=B"
BODY = (
    b'--B\r\ncontent-disposition: form-data; name="a[]"\r\n\r\n1\r\n'
    b'--B\r\nContent-Disposition: form-data; filename="q\\"x.png"; name="f"\r\n'
    b"Content-Type: image/png\r\n\r\n\x00\r\n--b\r\n"
    b"--B--\r\n"
)
PARTS = (Part("a[]", b"1"), Part("f", b"\x00\r\n--b", 'q"x.png', "image/png"))


@pytest.mark.parametrize("content_type", [TYPE, 'Multipart/Form-Data; x=1; boundary="B"'])
def test_parts_come_in_order(content_type: str) -> None:
    """Names, files and types, octets as they are."""
    assert parts(content_type, BODY) == PARTS
    assert [part.bare_name for part in PARTS] == ["a", "f"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", BODY),
        ("multipart/form-data", BODY),
        (TYPE, b""),
        (TYPE, BODY.removesuffix(b"--B--\r\n")),
        (TYPE, b"--B\r\nX: 1\r\n\r\n1\r\n--B--"),
    ],
    ids=["json", "no-boundary", "empty", "open", "nameless"],
)
def test_no_whole_form_has_no_parts(content_type: str, body: bytes) -> None:
    """Nothing that a relay sends raises here."""
    assert parts(content_type, body) == ()


def test_an_unquoted_name_is_a_name() -> None:
    """RFC 2045 allows tokens."""
    body = b"--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--B--"

    assert parts(TYPE, body) == (Part("a", b"1"),)
