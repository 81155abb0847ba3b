"""Addresses become one base URL, or a sentence that says what to write."""

from __future__ import annotations

import pytest

from conformance.errors import UsageError
from conformance.settings.url import base_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://h", "http://h/v1"),
        ("http://h/", "http://h/v1"),
        ("http://h:8080/v1/", "http://h:8080/v1"),
        ("https://h/api", "https://h/api/v1"),
        ("https://h/openai/v1beta", "https://h/openai/v1beta"),
        ("https://h/v1/account/gateway/openai", "https://h/v1/account/gateway/openai"),
        ("https://h/v1/chat/completions", "https://h/v1"),
        (" http://[::1]:9/v1 ", "http://[::1]:9/v1"),
    ],
)
def test_the_version_is_added_once(text: str, expected: str) -> None:
    """With or without /v1, the same base URL comes out."""
    assert base_url(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("http://h/v1/v1", "twice; write http://h/v1"),
        ("h/v1", "no http or https"),
        ("ftp://h", "no http or https"),
        ("http://", "no http or https"),
        ("http://h:0", "no http or https"),
        ("http://h:port", "cannot be read"),
        ("http://me:secret@h", "user name or password"),
        ("http://h/v1?key=1", "query"),
        ("http://h/v1#x", "fragment"),
    ],
)
def test_what_is_no_base_url_is_refused(text: str, words: str) -> None:
    """The error says what is wrong, and never repeats a password."""
    with pytest.raises(UsageError, match=words) as caught:
        base_url(text)

    assert "secret" not in str(caught.value)
