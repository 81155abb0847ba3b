"""Headers on both sides of the relay."""

from __future__ import annotations

import pytest

from conformance.relay import headers
from conformance.relay.config import Channel
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

    sent = headers.upstream(channel, accept="text/event-stream", content_type=content_type)

    assert sent["Authorization"] == "Bearer sk-up"
    assert sent["Accept"] == "text/event-stream"
    assert sent["Accept-Encoding"] == "identity"
    assert sent.get("Content-Type") == content_type
