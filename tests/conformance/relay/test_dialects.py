"""Dialects: where keys stand, what goes on, how an error looks."""

from __future__ import annotations

import pytest

from conformance.relay.dialects import ANTHROPIC, GEMINI, OPENAI
from conformance.relay.envelope import Problem, Reason

PROBLEM = Problem(Reason.BAD_KEY, 401, "no", code="invalid_api_key")


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer sk-a", "sk-a"),
        ("bearer  sk-a ", "sk-a"),
        ("Basic sk-a", None),
        ("Bearer", None),
        ("", None),
    ],
)
def test_a_bearer_is_a_key_in_every_dialect(header: str, token: str | None) -> None:
    """The scheme is read without regard to case."""
    assert OPENAI.key({"Authorization": header}) == token
    assert ANTHROPIC.key({"Authorization": header}) == token
    assert OPENAI.key({}) is None


def test_a_bare_key_comes_first() -> None:
    """Where the dialect has a header for it; an empty one counts for nothing."""
    both = {"x-api-key": " sk-b ", "Authorization": "Bearer sk-a"}

    assert ANTHROPIC.key(both) == "sk-b"
    assert ANTHROPIC.key(both | {"x-api-key": ""}) == "sk-a"
    assert OPENAI.key(both) == "sk-a"


def test_google_takes_a_key_in_its_query() -> None:
    """Behind the header, before a bearer; nobody else does."""
    query, bearer = {"key": "sk-c"}, {"Authorization": "Bearer sk-a"}

    assert GEMINI.key({"x-goog-api-key": "sk-b"} | bearer, query) == "sk-b"
    assert GEMINI.key(bearer, query) == "sk-c"
    assert GEMINI.key(bearer) == "sk-a"
    assert OPENAI.key({}, query) is None
    assert GEMINI.sent("k", {}) == {"x-goog-api-key": "k"}


def test_an_upstream_gets_the_key_and_what_is_passed_on() -> None:
    """The usual version when the client names none; a beta only when it does."""
    assert OPENAI.sent("k", {"anthropic-beta": "x"}) == {"Authorization": "Bearer k"}
    assert ANTHROPIC.sent("k", {}) == {"x-api-key": "k", "anthropic-version": "2023-06-01"}
    assert ANTHROPIC.sent("k", {"anthropic-beta": "x"})["anthropic-beta"] == "x"


def test_an_error_has_the_shape_of_its_dialect() -> None:
    """And the id of its request, where there is a place for it."""
    assert OPENAI.envelope(PROBLEM, "req_1")["error"]["code"] == "invalid_api_key"
    assert ANTHROPIC.envelope(PROBLEM, "req_1")["request_id"] == "req_1"
    assert OPENAI.status(PROBLEM) == ANTHROPIC.status(PROBLEM) == 401
