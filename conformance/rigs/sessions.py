"""The mock's half of a lane: a session whose upstreams the relay's channels lead to.

Rules of this file: one request to the mock's control API; knows no relay.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx2

from conformance.errors import SetupError
from conformance.transport.client import needs_tls

UPSTREAMS = ("primary", "backup")
LIMIT_S = 10
"""Patience with a mock on the same machine; it answers within milliseconds."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where a channel of the relay leads, and the key that it needs there."""

    name: str
    base_url: str
    key: str


def create(mock_url: str, name: str) -> tuple[Upstream, ...]:
    """Session ``name`` is made anew; returns its upstreams, the preferred one first.

    A session of an earlier relay by that name is replaced. Raises :class:`SetupError`.
    """
    url = f"{mock_url.rstrip('/')}/__mock__/v1/sessions"
    body = {"id": name, "upstreams": list(UPSTREAMS), "replace": True}
    try:
        reply = httpx2.post(
            url, json=body, timeout=LIMIT_S, trust_env=False, verify=needs_tls(mock_url)
        )
        reply.raise_for_status()
    except httpx2.HTTPError as error:
        message = f"the mock at {mock_url} did not make session {name!r}: {error}"
        raise SetupError(message) from error
    made = reply.json()["upstreams"]
    return tuple(Upstream(each, made[each]["base_url"], made[each]["key"]) for each in UPSTREAMS)


def expected(mock_url: str, name: str) -> tuple[Upstream, ...]:
    """What :func:`create` would return, without asking: the mock's own rule."""
    root = mock_url.rstrip("/")
    return tuple(
        Upstream(each, f"{root}/s/{name}/{each}/v1", f"sk-mock-{name}-{each}") for each in UPSTREAMS
    )
