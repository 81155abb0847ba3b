"""Errors of the Anthropic dialect."""

from __future__ import annotations

import pytest

from mock_upstream import jsontext
from mock_upstream.frames import Data, Head
from mock_upstream.protocols.anthropic import errors
from mock_upstream.reply import Failure


@pytest.mark.parametrize(
    ("name", "status", "type_"),
    [
        ("anthropic_overloaded", 529, "overloaded_error"),
        ("anthropic_api", 500, "api_error"),
        ("server_error", 500, "api_error"),
        ("invalid_api_key", 401, "authentication_error"),
        ("rate_limit_exceeded", 429, "rate_limit_error"),
        ("model_not_found", 404, "not_found_error"),
    ],
)
def test_every_row_is_said_in_this_dialect(name: str, status: int, type_: str) -> None:
    """Those of OpenAI by their status; the ids of header and body agree."""
    head, body = errors.render_failure(errors.failure(name), number=3)

    assert isinstance(head, Head)
    assert isinstance(body, Data)
    told = jsontext.loads(body.octets)
    assert (head.status, told["type"], told["error"]["type"]) == (status, "error", type_)
    assert ("request-id", told["request_id"]) in head.headers


@pytest.mark.parametrize("body", [None, "<html>", {"error": "x"}, {"error": {}, "detail": 1}])
def test_what_is_written_out_stays(body: object) -> None:
    """A script may say any body."""
    failure = Failure(502, body)

    assert errors.worded(failure, "req_1") is failure


def test_a_request_is_refused_with_a_reason() -> None:
    """The 400 of the dialect."""
    assert errors.invalid("max_tokens: Field required").body["error"]["message"].startswith("max")
