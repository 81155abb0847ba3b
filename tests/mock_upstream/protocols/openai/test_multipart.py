"""Forms come apart as they were put together, or are refused."""

from __future__ import annotations

import pytest

from mock_upstream.protocols.openai import multipart
from mock_upstream.protocols.openai.multipart import MultipartError, Part, boundary_of, parse

PLAIN = b'Content-Disposition: form-data; name="a"'
FILE = b'content-disposition: form-data; name="f"; filename="x;y.png"\r\nContent-Type: image/png'


def body(*parts: bytes, end: bytes = b"--B--\r\n") -> bytes:
    """A form with the boundary ``B``."""
    return b"".join(b"--B\r\n" + part + b"\r\n" for part in parts) + end


def test_fields_and_files_come_apart() -> None:
    """Octets are kept as they are, line ends and dashes too."""
    octets = b"\x89PNG\r\n--b\r\n\x00\xff\r\n"

    parts = parse(body(PLAIN + b"\r\n\r\n1", FILE + b"\r\n\r\n" + octets), "B")

    assert parts == (Part("a", b"1"), Part("f", octets, "x;y.png", "image/png"))
    assert parts[0].text == "1"


def test_an_empty_form_has_no_parts() -> None:
    """A closing delimiter alone is a form."""
    assert parse(b"--B--", "B") == ()


def test_what_stands_around_is_passed_over() -> None:
    """Preamble, epilogue and blanks behind a delimiter mean nothing (RFC 2046)."""
    octets = b"hello\r\n--B \t\r\n" + PLAIN + b"\r\n\r\n1\r\n--B--\r\nbye"

    assert parse(octets, "B") == (Part("a", b"1"),)


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"", "does not occur"),
        (body(PLAIN + b"\r\n\r\n1", end=b""), "closing delimiter"),
        (b"--Bad\r\n\r\n--B--", "not alone"),
        (body(b"Content-Disposition: form-data\r\n\r\n1"), "no name"),
        (body(b"nonsense\r\n\r\n1"), "no colon"),
        (body(PLAIN), "no end of its headers"),
        (body(b"X: " + b"x" * 9000 + b"\r\n\r\n1"), "no end of its headers"),
        (body(*[PLAIN + b"\r\n\r\n1"] * 129), "more than 128"),
    ],
    ids=["empty", "open", "glued", "nameless", "no-colon", "headless", "long-head", "many"],
)
def test_a_broken_form_is_refused(octets: bytes, message: str) -> None:
    """As a whole, with what is wrong."""
    with pytest.raises(MultipartError, match=message):
        parse(octets, "B")


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("multipart/form-data; boundary=B", "B"),
        ('Multipart/Form-Data; charset=utf-8; boundary="a b"', "a b"),
        ("multipart/mixed; boundary=B", None),
        ("multipart/form-data", None),
        ("application/json", None),
        ("", None),
    ],
)
def test_the_boundary_stands_in_the_content_type(content_type: str, expected: str | None) -> None:
    """Only ``multipart/form-data`` is read."""
    assert boundary_of(content_type) == expected


def test_the_bounds_are_what_the_tests_take_them_for() -> None:
    """A form of that many parts is still read."""
    octets = body(*[PLAIN + b"\r\n\r\n1"] * multipart.MAX_PARTS)

    assert len(parse(octets, "B")) == 128
