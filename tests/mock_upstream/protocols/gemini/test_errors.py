"""Errors of the Gemini dialect are statuses of Google."""

from __future__ import annotations

import pytest

import specs
from mock_upstream import jsontext
from mock_upstream.errors import failure
from mock_upstream.frames import Head, body_of
from mock_upstream.protocols.gemini import errors
from mock_upstream.reply import Failure

NAMES = [row["name"] for row in specs.errors("gemini")]


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_told_under_its_own_status(name: str) -> None:
    """The name of the status is the row's, the code is that of HTTP."""
    row = next(row for row in specs.errors("gemini") if row["name"] == name)

    frames = errors.render_failure(failure(name))

    head, body = frames[0], jsontext.loads(body_of(frames))
    assert isinstance(head, Head)
    assert head.status == body["error"]["code"] == row["status"]
    assert body["error"]["status"] == row["type"]
    assert list(specs.validator("gemini/error.json").iter_errors(body)) == []


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("rate_limit_exceeded", "RESOURCE_EXHAUSTED"),
        ("server_error", "INTERNAL"),
        ("request_too_large", "INVALID_ARGUMENT"),
        ("model_not_found", "NOT_FOUND"),
    ],
)
def test_a_row_of_another_dialect_is_translated(name: str, status: str) -> None:
    """By the status of HTTP, or its class."""
    told = errors.told(failure(name))

    assert told.body["error"]["status"] == status


def test_details_tell_of_a_wrong_key_and_of_a_time_to_wait() -> None:
    """In the types of google.rpc."""
    key = errors.told(failure("invalid_api_key")).body["error"]["details"]
    wait = errors.told(failure("gemini_exhausted", headers={"retry-after": "7"})).body["error"]

    assert [one["reason"] for one in key] == ["API_KEY_INVALID"]
    assert [one["retryDelay"] for one in wait["details"]] == ["7s"]


@pytest.mark.parametrize("body", ["<html>", {"error": "text"}, {"error": {"code": 429}}, {}])
def test_what_is_no_error_of_ours_stays(body: object) -> None:
    """A page, or a body that a script wrote out."""
    said = Failure(429, body)

    assert errors.told(said) is said


def test_limits_have_no_headers() -> None:
    """And an error is in words of its own."""
    assert errors.rate_limit("requests", 1, 1, 0.0) == ()
    assert errors.bad("why").body["error"]["message"] == "why"
    assert errors.not_found("what").status == 404
