"""The control API: how a test tells the mock what to do, and asks what happened.

Rules of this package: JSON in, JSON out; a mistake of the caller is answered
with a sentence and, where there is one, a JSON pointer. Never journaled.
"""

from __future__ import annotations

from aiohttp import web

from mock_upstream.control import journals, scripts, service, sessions
from mock_upstream.control.answers import guarded
from mock_upstream.control.keys import MAX_BODY_OCTETS, SESSIONS, TOKEN
from mock_upstream.sessions import Sessions

__all__ = ["PREFIX", "build"]

PREFIX = "/__mock__/v1"


def build(registry: Sessions, token: str | None) -> web.Application:
    """The control application over ``registry``; ``token`` None: open to all."""
    app = web.Application(middlewares=[guarded], client_max_size=MAX_BODY_OCTETS)
    app[TOKEN] = token or ""
    app[SESSIONS] = registry
    for routes in (service.ROUTES, scripts.ROUTES, sessions.ROUTES, journals.ROUTES):
        app.add_routes(routes)
    return app
