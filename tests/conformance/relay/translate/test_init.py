"""Which channel answers at which endpoint, and through which translation."""

from __future__ import annotations

import pytest

from conformance.relay.config import Channel, Speaks
from conformance.relay.endpoints import ENDPOINTS, Endpoint, row
from conformance.relay.translate import TRANSLATIONS, find, serves


def channel(speaks: Speaks) -> Channel:
    """Return a channel of this dialect."""
    return Channel("a", "https://up.example/v1", "sk-up", {"m": "up"}, speaks=speaks)


@pytest.mark.parametrize(
    ("path", "speaks", "is_served"),
    [
        ("/v1/chat/completions", Speaks.ANY, True),
        ("/v1/chat/completions", Speaks.CHAT, True),
        ("/v1/chat/completions", Speaks.ANTHROPIC, True),
        ("/v1/embeddings", Speaks.ANTHROPIC, False),
        ("/v1/messages", Speaks.ANTHROPIC, True),
        ("/v1/messages/count_tokens", Speaks.ANTHROPIC, True),
        ("/v1/messages/count_tokens", Speaks.CHAT, False),
        ("/v1beta/models/{model}:generateContent", Speaks.GEMINI, True),
        ("/v1beta/models/{model}:generateContent", Speaks.ANTHROPIC, False),
    ],
)
def test_channel_serves_its_own_dialect_and_what_is_translated(
    path: str, speaks: Speaks, is_served: bool
) -> None:
    """Where there is no translation, another dialect cannot be answered."""
    assert serves(row(path), channel(speaks)) is is_served


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: f"{one.methods[0]} {one.path}")
def test_nothing_is_translated_for_an_upstream_of_every_dialect(endpoint: Endpoint) -> None:
    """Such a channel gets what the client sent."""
    assert find(endpoint, channel(Speaks.ANY)) is None


def test_names_are_those_of_their_rows() -> None:
    """A pair is named once, by an endpoint that exists."""
    names = [translation.name for translation in TRANSLATIONS.values()]

    assert len(set(names)) == len(names)
    assert all(row(path) for path, _ in TRANSLATIONS)
