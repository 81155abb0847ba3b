"""Forms become typed fields and files."""

from __future__ import annotations

import pytest

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.forms import Form, decoded, read_form
from mock_upstream.reply import Failure

HEADERS = (("Content-Type", "multipart/form-data; boundary=B"),)
TYPE = "unsupported_content_type"


def body(*pairs: tuple[str, str]) -> bytes:
    """A form of plain fields."""
    parts = (
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in pairs
    )
    return ("".join(parts) + "--B--").encode()


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("n", "2"), ("stream", "True")], {"n": 2, "stream": True}),
        ([("n", "two"), ("prompt", "2")], {"n": "two", "prompt": "2"}),
        ([("include[]", "logprobs")], {"include": ["logprobs"]}),
        ([("a", "1"), ("a", "2")], {"a": ["1", "2"]}),
        ([("a", "")], {"a": ""}),
    ],
)
def test_fields_are_typed_by_name(pairs: list[tuple[str, str]], expected: JSON) -> None:
    """Numbers, switches and lists; the rest is text."""
    form = read_form(body(*pairs), HEADERS)

    assert isinstance(form, Form)
    assert form.fields == expected


def test_files_stand_apart() -> None:
    """Several files of one name keep their order, with and without ``[]``."""
    part = '--B\r\nContent-Disposition: form-data; name="image[]"; filename="{0}"\r\n\r\n{0}\r\n'
    octets = (part.format("a") + part.format("b") + "--B--").encode()

    form = read_form(octets, HEADERS)

    assert isinstance(form, Form)
    assert [part.octets for part in form.files["image"]] == [b"a", b"b"]
    assert form.fields == {}


@pytest.mark.parametrize(
    ("octets", "headers", "name"),
    [
        (b"{}", (("content-type", "application/json"),), TYPE),
        (b"x", HEADERS, "bad_request"),
        (b"", (), TYPE),
    ],
)
def test_what_is_no_form_is_refused(octets: bytes, headers: JSON, name: str) -> None:
    """By its media type, or by its grammar."""
    failure = read_form(octets, headers)

    assert isinstance(failure, Failure)
    assert failure.name == name


@pytest.mark.parametrize(
    ("octets", "headers", "expected"),
    [
        (b"", (), None),
        (b"{", (), None),
        (b'{"a":1,"a":2}', (), None),
        (b"[1]", (), [1]),
        (body(("model", "m")), HEADERS, {"model": "m"}),
        (b"--B", HEADERS, None),
    ],
)
def test_rules_see_a_body_or_none(octets: bytes, headers: JSON, expected: JSON) -> None:
    """Nothing that can be sent is an error here."""
    assert decoded(octets, headers) == expected
