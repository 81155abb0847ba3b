"""Errors of the dialect have the headers of every reply."""

from __future__ import annotations

from mock_upstream.frames import Head
from mock_upstream.protocols.openai import errors


def test_an_error_has_a_request_id() -> None:
    """Beside its own headers, which win."""
    frames = errors.render_failure(errors.failure("slow_down", headers={"x-request-id": "mine"}))

    head = frames[0]
    assert isinstance(head, Head)
    named = dict(head.headers)
    assert (named["x-request-id"], named["openai-version"]) == ("mine", "2020-10-01")
    assert named["content-type"] == "application/json"


def test_an_unknown_path_is_told() -> None:
    """Method and path stand in the message."""
    made = errors.unknown_url("POST", "/v1/nope")

    assert (made.status, made.body["error"]["code"]) == (404, "unknown_url")
    assert made.body["error"]["message"] == "Invalid URL (POST /v1/nope)"


def test_a_wrong_method_is_told() -> None:
    """Allow says what would do (RFC 9110 section 15.5.6)."""
    made = errors.method_not_allowed("GET", "/v1/chat/completions", ("POST", "OPTIONS"))

    assert made.status == 405
    assert ("allow", "POST, OPTIONS") in made.headers
