"""Routes for those who operate the mock: health, readiness, metrics.

Rules of this file: counts only, nothing that a request said.
"""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version

from aiohttp import web

from mock_upstream.control.keys import SESSIONS

ROUTES = web.RouteTableDef()


@ROUTES.get("/health")
async def health(request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "ok", "version": version("relay-conformance")})


@ROUTES.get("/ready")
async def ready(request: web.Request) -> web.Response:
    """The mock takes traffic."""
    return web.json_response({"status": "ready", "sessions": len(request.app[SESSIONS].all())})


@ROUTES.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Counters in the Prometheus text format 0.0.4."""
    registry = request.app[SESSIONS]
    sessions = registry.all()
    statuses = Counter(
        str(entry.status or 0) for item in sessions for entry in item.journal.entries()
    )
    total = registry.retired_requests + sum(item.journal.total for item in sessions)
    lines = [
        *_metric("sessions", "gauge", "Sessions that exist.", {"": len(sessions)}),
        *_metric("requests_total", "counter", "Requests that arrived.", {"": total}),
        *_metric(
            "requests_open",
            "gauge",
            "Requests being served.",
            {"": sum(item.journal.open_count() for item in sessions)},
        ),
        *_metric(
            "journal_entries",
            "gauge",
            "Journal entries kept, by reply status; 0: none was sent.",
            {f'{{status="{status}"}}': count for status, count in sorted(statuses.items())},
        ),
    ]
    text = "\n".join(lines) + "\n"
    headers = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
    return web.Response(text=text, headers=headers)


def _metric(name: str, kind: str, help_: str, values: dict[str, int]) -> list[str]:
    """The lines of one metric; ``values`` by label text."""
    full = f"mock_upstream_{name}"
    head = [f"# HELP {full} {help_}", f"# TYPE {full} {kind}"]
    return [*head, *(f"{full}{labels} {count}" for labels, count in values.items())]
