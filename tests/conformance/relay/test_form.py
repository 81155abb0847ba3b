"""Forms are read and written octet by octet."""

from __future__ import annotations

import pytest

from conformance.relay.form import Form, parse_form

TYPE = 'multipart/form-data; boundary="b1"'
FILE = bytes(range(256)) + b"\r\n\r\n--b"
BODY = (
    b'--b1\r\nContent-Disposition: form-data; name="model"\r\n\r\nm\r\n'
    b'--b1\r\nContent-Type: image/png\r\nContent-Disposition: form-data; name="image[]";'
    b' filename="a b.png"\r\n\r\n' + FILE + b"\r\n"
    b'--b1\r\ncontent-disposition: form-data; name="prompt"\r\n\r\nh\xc3\xa9\r\n'
    b"--b1--\r\n"
)


@pytest.fixture
def form() -> Form:
    """Give the form of ``BODY``."""
    return parse_form(TYPE, BODY)


def test_fields_and_files_are_told_apart(form: Form) -> None:
    """Names lose the brackets of lists; a file keeps its octets."""
    assert form.texts == {"model": "m", "prompt": "hé"}
    assert form.names == {"model", "image", "prompt"}
    assert [part.filename for part in form.parts] == [None, "a b.png", None]
    assert form.parts[1].octets == FILE


def test_unchanged_form_is_written_as_it_was_read(form: Form) -> None:
    """Heads, order and octets are the client's."""
    assert form.render() == BODY


def test_text_field_is_replaced(form: Form) -> None:
    """Nothing else differs."""
    assert form.with_text("model", "up").render() == BODY.replace(
        b"\r\n\r\nm\r\n", b"\r\n\r\nup\r\n"
    )


def test_missing_text_field_is_added(form: Form) -> None:
    """It stands at the end."""
    added = form.with_text("stream", "true")

    assert parse_form(TYPE, added.render()).texts == form.texts | {"stream": "true"}


def test_preamble_and_epilogue_are_skipped() -> None:
    """What stands outside the boundaries is no part (RFC 2046 5.1.1)."""
    form = parse_form(TYPE, b"preamble\r\n" + BODY.replace(b"--b1\r\n", b"--b1 \r\n") + b"epilogue")

    assert form.texts == {"model": "m", "prompt": "hé"}


def test_empty_form_has_no_parts() -> None:
    """The closing boundary is enough."""
    assert parse_form(TYPE, b"--b1--\r\n").parts == ()


@pytest.mark.parametrize(
    ("content_type", "octets"),
    [
        ("multipart/form-data", BODY),
        (TYPE, b""),
        (TYPE, b"x"),
        (TYPE, BODY[:-6]),
        (TYPE, b"--b1\r\n\r\nx\r\n--b1--"),
        (TYPE, b"--b1x\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b1--"),
        (TYPE, b"--b1\r\nContent-Type: text/plain\r\n\r\nx\r\n--b1--"),
        (TYPE, b"--b1\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b1--"),
        (TYPE, b"--b1\r\nContent-Disposition: form-data; name=a\r\n--b1--"),
    ],
    ids=["type", "empty", "text", "cut", "head", "boundary", "disposition", "name", "value"],
)
def test_what_is_no_form_is_refused(content_type: str, octets: bytes) -> None:
    """A truncated body is none."""
    with pytest.raises(ValueError, match=r"bound|part"):
        parse_form(content_type, octets)
