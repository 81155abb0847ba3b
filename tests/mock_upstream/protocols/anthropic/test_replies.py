"""Bodies and streams as frames."""

from __future__ import annotations

from mock_upstream.frames import Data, Framing, Head
from mock_upstream.protocols.anthropic.replies import body_frames, stream_frames


def test_a_body_has_a_length_and_an_id() -> None:
    """Headers of a script replace the usual ones."""
    head, body = body_frames({"a": 1}, number=0, more=(("request-id", "req_own"),))

    assert isinstance(head, Head)
    assert (head.status, head.framing) == (200, Framing.LENGTH)
    assert dict(head.headers)["request-id"] == "req_own"
    assert body == Data(b'{"a":1}')


def test_a_stream_is_chunked() -> None:
    """Its events follow as they are."""
    head, event = stream_frames([Data(b"x")], number=0)

    assert isinstance(head, Head)
    assert head.framing is Framing.CHUNKED
    assert dict(head.headers)["content-type"].startswith("text/event-stream")
    assert event == Data(b"x")
