"""The control application as a whole."""

from __future__ import annotations

from mock_upstream.clock import REAL
from mock_upstream.control import PREFIX, build
from mock_upstream.sessions import Sessions

CONTRACT = {
    ("GET", "/sessions"),
    ("POST", "/sessions"),
    ("GET", "/sessions/{id}"),
    ("PATCH", "/sessions/{id}"),
    ("DELETE", "/sessions/{id}"),
    ("POST", "/sessions/{id}/reset"),
    ("PUT", "/sessions/{id}/upstreams/{upstream}"),
    ("POST", "/sessions/{id}/upstreams/{upstream}/faults"),
    ("DELETE", "/sessions/{id}/upstreams/{upstream}/faults"),
    ("GET", "/sessions/{id}/journal"),
    ("GET", "/sessions/{id}/journal/stream"),
    ("POST", "/sessions/{id}/verify"),
    ("GET", "/sessions/{id}/verdict"),
    ("POST", "/sessions/{id}/signals/{name}"),
    ("POST", "/validate"),
    ("POST", "/explain"),
    ("GET", "/faults"),
    ("GET", "/schema"),
    ("GET", "/health"),
    ("GET", "/ready"),
    ("GET", "/metrics"),
}


def test_every_route_of_the_contract_is_there() -> None:
    """And no other."""
    app = build(Sessions(REAL), None)
    routes = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }

    assert routes == CONTRACT
    assert PREFIX == "/__mock__/v1"
