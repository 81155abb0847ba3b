"""What the control application carries."""

from __future__ import annotations

from aiohttp import web

from mock_upstream.doors import Doors
from mock_upstream.sessions import Session, Sessions

TOKEN = web.AppKey("token", str)
"""The bearer token that callers show; empty: none is asked for."""

SESSIONS = web.AppKey("sessions", Sessions)
"""All sessions of the mock."""

DOORS = web.AppKey("doors", Doors)
"""The ports at which upstreams are down."""

MAX_BODY_OCTETS = 64 * 2**20
"""A script, or a request to the mock, may be as large."""


def session_of(request: web.Request) -> Session:
    """The session that the path names. Raises SessionError."""
    return request.app[SESSIONS].get(request.match_info["id"])
