"""Headers on both sides: what every answer carries, what an upstream is sent.

Nothing that a client sent is forwarded but what its dialect passes on: its key, its
cookies and the headers of its own connection end here.
"""

from __future__ import annotations

from conformance.relay.config import Channel
from conformance.relay.dialects import Dialect
from conformance.relay.turn import Turn

__all__ = ["PREFLIGHT", "STREAM", "common", "upstream"]

STREAM = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache",
    "X-Accel-Buffering": "no",
}
"""Headers of a stream; the last one speaks to nginx in front of the relay."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Max-Age": "600",
}
"""``*`` does not cover ``Authorization`` (Fetch standard, CORS protocol)."""


def common(turn: Turn) -> dict[str, str]:
    """Return the headers that every answer carries."""
    return {
        "X-Request-Id": turn.request_id,
        **({turn.dialect.id_header: turn.request_id} if turn.dialect.id_header else {}),
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "X-Request-Id, Retry-After",
        **turn.rate,
    }


def upstream(
    channel: Channel,
    turn: Turn,
    *,
    accept: str,
    content_type: str | None,
    dialect: Dialect | None = None,
) -> dict[str, str]:
    """Return the headers of a call to the channel's upstream, in its own ``dialect`` if said."""
    return {
        **(dialect or turn.dialect).sent(channel.key, turn.headers),
        **({"Content-Type": content_type} if content_type else {}),
        "Accept": accept,
        "Accept-Encoding": "identity",
        "User-Agent": "relay-conformance-reference",
    }
