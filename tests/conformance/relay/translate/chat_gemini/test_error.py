"""Errors of Google in the words of OpenAI."""

from __future__ import annotations

import pytest

from conformance.relay.retry import Cause, Failure
from conformance.relay.translate.chat_gemini.error import error


@pytest.mark.parametrize(
    ("status", "type_", "code"),
    [
        ("INVALID_ARGUMENT", "invalid_request_error", None),
        ("RESOURCE_EXHAUSTED", "requests", "rate_limit_exceeded"),
        ("UNAVAILABLE", "server_error", "service_unavailable"),
        ("SOMETHING_NEW", "server_error", None),
    ],
)
def test_each_status_has_type_and_code(status: str, type_: str, code: str | None) -> None:
    """The message stays, and what tells whose fault it is."""
    told = {"code": 4, "message": "m", "status": status, "details": [{"reason": "API_KEY_INVALID"}]}
    failure = Failure(Cause.STATUS, 400, told)

    assert error(failure) == {**told, "type": type_, "code": code, "param": None}


def test_a_failure_without_words_has_none() -> None:
    """But the four members."""
    assert error(Failure(Cause.INBAND))["type"] == "server_error"
