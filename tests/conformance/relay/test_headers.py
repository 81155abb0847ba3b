"""Headers on both sides of the relay."""

from __future__ import annotations

import pytest

from conformance.relay import headers
from conformance.relay.config import Channel
from conformance.relay.dialects import ANTHROPIC
from conformance.relay.turn import Turn


def test_every_answer_has_its_id_and_rate() -> None:
    """The id is the turn's; rate headers stand beside it."""
    shown = headers.common(Turn("req_7", rate={"X-RateLimit-Limit-Requests": "2"}))

    assert shown["X-Request-Id"] == "req_7"
    assert shown["X-RateLimit-Limit-Requests"] == "2"
    assert shown["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("content_type", ["application/json", None])
def test_upstream_gets_its_own_key(content_type: str | None) -> None:
    """Nothing of the client's is in the headers of a call."""
    channel = Channel("a", "https://up.example/v1", "sk-up", {})
    turn = Turn("req_7", headers={"Authorization": "Bearer sk-client", "Cookie": "a=b"})

    sent = headers.upstream(channel, turn, accept="text/event-stream", content_type=content_type)

    assert sent["Authorization"] == "Bearer sk-up"
    assert sent["Accept"] == "text/event-stream"
    assert sent["Accept-Encoding"] == "identity"
    assert sent.get("Content-Type") == content_type


def test_a_dialect_has_its_own_headers() -> None:
    """The id by its name, the key where the upstream looks, the client's version."""
    channel = Channel("a", "https://up.example/v1", "sk-up", {})
    turn = Turn("req_7", headers={"anthropic-version": "2026-10-21"}, dialect=ANTHROPIC)

    shown = headers.common(turn)
    sent = headers.upstream(channel, turn, accept="*/*", content_type=None)

    assert shown["Request-Id"] == shown["X-Request-Id"] == "req_7"
    assert (sent["x-api-key"], sent["anthropic-version"]) == ("sk-up", "2026-10-21")
    assert "Authorization" not in sent
