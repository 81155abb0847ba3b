"""What leaks, climbs or is fetched is found; what an honest relay does is not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

KEY = "sk-wrong-1"


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512"])
def test_a_hash_of_the_key_is_found(
    view: Callable[..., Any], places: Callable[..., Any], name: str
) -> None:
    """In capitals too, and in a header; the hash of another key is none."""
    hashed = hashlib.new(name, KEY.encode()).hexdigest()

    for seen in (view(f"no key {hashed.upper()}"), view(headers={"x-key": hashed})):
        assert len(places("security.no-hash", seen, key=KEY)) == 1
    assert places("security.no-hash", view(hashed), key="sk-other") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Invalid API key in LiteLLM_VerificationTokenTable", 1),
        ("Unable to find token in db table: VerificationToken", 1),
        ("SELECT * FROM tokens WHERE key = ?", 1),
        ("ERROR: relation missing (postgresql)", 1),
        ("no row in table 'tokens'", 1),
        ("Incorrect API key provided. Select another key, or get one from the site.", 0),
        ("No suitable table was found; a key cannot be used up.", 0),
    ],
)
def test_words_of_a_data_base_are_found(
    view: Callable[..., Any], places: Callable[..., Any], text: str, count: int
) -> None:
    """Ordinary words are not."""
    assert count == len(places("security.no-storage-words", view(text, status=401)))


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"headers": (("x-api-key", "sk-canary"),)}, 1),
        ({"path": "/v1/chat/completions?key=sk-canary"}, 1),
    ],
)
def test_a_credential_of_the_client_is_found_upstream(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    changes: Any,
    count: int,
) -> None:
    """In a header or in the path."""
    seen = view(upstream=[replace(call(), **changes)])

    assert count == len(places("security.no-client-secrets", seen, canaries=["sk-canary"]))


@pytest.mark.parametrize(
    ("path", "fetched", "climbed"),
    [
        ("/v1/chat/completions", 0, 0),
        ("/canary/picture.png", 1, 0),
        ("/admin/keys", 0, 1),
        ("/v1/models/../admin", 0, 1),
        ("/v1/models/..%2f..%2fetc", 0, 1),
        ("/v1/models/%252e%252e/x", 0, 1),
        ("/v1/models/administrator..", 0, 0),
    ],
)
def test_a_strange_call_is_found(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    path: str,
    fetched: int,
    climbed: int,
) -> None:
    """A fetched picture, and a path that leads out of the API."""
    seen = view(upstream=[replace(call(), path=path)])

    assert fetched == len(places("security.not-fetched", seen, mark="/canary/"))
    assert climbed == len(places("security.path-kept", seen, outside="admin"))


@pytest.mark.parametrize(
    ("reply", "count"),
    [
        ({"body": {"object": "chat.completion", "choices": [1]}}, 1),
        ({"body": {"error": {"message": "no"}}}, 0),
        ({"body": "<html>", "kind": "text/html"}, 0),
        ({"body": {"choices": [1]}, "status": 401}, 0),
        ({"body": [1]}, 0),
    ],
)
def test_an_answer_without_a_key_is_found(
    view: Callable[..., Any], places: Callable[..., Any], reply: Any, count: int
) -> None:
    """A web page or an error is none."""
    assert count == len(places("security.not-served", view(status=401), view(**reply)))
