"""What the dialects decide."""

from __future__ import annotations

import pytest

from mock_upstream.frames import Head, Headers
from mock_upstream.protocols.anthropic import errors
from mock_upstream.protocols.dialects import ANTHROPIC, GEMINI, OPENAI


@pytest.mark.parametrize(
    ("headers", "openai", "anthropic"),
    [
        ((), "", ""),
        ((("Authorization", "Bearer a"),), "a", "a"),
        ((("X-Api-Key", "b"),), "", "b"),
        ((("X-Api-Key", "b"), ("Authorization", "Bearer a")), "a", "b"),
    ],
)
def test_a_key_stands_where_the_dialect_looks(
    headers: Headers, openai: str, anthropic: str
) -> None:
    """A bearer does everywhere."""
    assert (OPENAI.key(headers), ANTHROPIC.key(headers)) == (openai, anthropic)


@pytest.mark.parametrize(
    ("headers", "query", "key"),
    [
        ((("X-Goog-Api-Key", "a"), ("Authorization", "Bearer c")), "key=b", "a"),
        ((("Authorization", "Bearer c"),), "alt=sse&key=b", "b"),
        ((("Authorization", "Bearer c"),), "alt=sse", "c"),
    ],
)
def test_google_takes_a_key_in_three_places(headers: Headers, query: str, key: str) -> None:
    """A query counts for nobody else."""
    assert GEMINI.key(headers, query) == key
    assert OPENAI.key((), query) == ""


def test_each_dialect_has_its_errors_and_limits() -> None:
    """Told by their headers."""
    names = {
        dialect: {
            name
            for head in dialect.render_failure(errors.failure("server_error"))
            if isinstance(head, Head)
            for name, _ in head.headers
        }
        for dialect in (OPENAI, ANTHROPIC)
    }

    assert "x-request-id" in names[OPENAI]
    assert "request-id" in names[ANTHROPIC]
    assert GEMINI.rate_limit("tokens", 1, 1, 0) == ()
    assert OPENAI.rate_limit("tokens", 1, 1, 0)[0][0].startswith("x-ratelimit-")
    assert ANTHROPIC.rate_limit("tokens", 1, 1, 0)[0][0].startswith("anthropic-ratelimit-")
