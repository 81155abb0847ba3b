"""Error replies come from the catalogue; exceptions tell the user where to look."""

from __future__ import annotations

import pytest

from mock_upstream.errors import FaultError, MockError, failure, names, render_failure
from mock_upstream.frames import Data, Framing, Head
from mock_upstream.reply import Failure


def test_the_catalogue_has_names() -> None:
    """Those that this package itself relies on are among them."""
    assert {"malformed_json", "model_not_found", "unknown_url", "server_error"} <= set(names())


def test_a_row_becomes_a_failure() -> None:
    """Status, envelope and headers are the row's."""
    made = failure("rate_limit_exceeded")

    assert (made.status, made.name) == (429, "rate_limit_exceeded")
    assert set(made.body["error"]) == {"message", "type", "param", "code"}
    assert ("retry-after", "1") in made.headers


def test_a_row_may_be_changed() -> None:
    """Keys of the error object, the status, and headers."""
    made = failure("conflict", status=200, headers={"a": "b"}, message="no", param="x")

    assert (made.status, made.headers) == (200, (("a", "b"),))
    assert (made.body["error"]["message"], made.body["error"]["param"]) == ("no", "x")


def test_an_unknown_row_is_refused() -> None:
    """Whoever takes names from a script checks them first."""
    with pytest.raises(KeyError, match="nope"):
        failure("nope")


@pytest.mark.parametrize(
    ("body", "content_type", "octets"),
    [
        ({"error": "ö"}, "application/json", '{"error":"ö"}'.encode()),
        ("text", "application/json", b'"text"'),
        ("<html>", "text/html", b"<html>"),
        ({"a": 1}, "text/plain", b'{"a":1}'),
    ],
    ids=str,
)
def test_a_body_is_rendered_by_its_type(body: object, content_type: str, octets: bytes) -> None:
    """Text stays text unless it is meant as JSON."""
    frames = render_failure(Failure(500, body, (("a", "b"),), content_type))

    head = Head(500, (("content-type", content_type), ("a", "b")), Framing.LENGTH)
    assert frames == (head, Data(octets))


def test_no_body_is_no_data() -> None:
    """A head alone."""
    assert len(render_failure(Failure(500, None))) == 1


def test_an_exception_has_message_and_pointer() -> None:
    """The text is the message; the pointer is for whoever knows the document."""
    error = FaultError("no", pointer="/with/a")

    assert (str(error), error.message, error.pointer) == ("no", "no", "/with/a")
    assert isinstance(error, MockError)
    assert isinstance(error, ValueError)
