"""Routes that tell what a session received and sent.

Rules of this file: reading never changes a session.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter

from aiohttp import web

from mock_upstream.control.answers import BadRequestError, query_number, query_whole, read_object
from mock_upstream.control.keys import session_of
from mock_upstream.journal import Entry
from mock_upstream.scenario.model import JSON
from mock_upstream.sessions import Session

ROUTES = web.RouteTableDef()

WAIT_LIMIT_S = 10.0
"""A reader that waits for idleness gets the journal as it is after so long."""

STREAM_BACKLOG = 1_000
"""Entries a slow reader of the stream may be behind before it loses some."""


@ROUTES.get("/sessions/{id}/journal")
async def get_journal(request: web.Request) -> web.Response:
    """The entries of one generation, once nothing is open for ``wait_idle`` seconds."""
    session, query = session_of(request), request.query
    generation = query_whole(query, "generation")
    if "wait_idle" in query:
        quiet_s = query_number(query, "wait_idle", 0.0)
        limit_s = query_number(query, "timeout", WAIT_LIMIT_S)
        wanted = session.journal.generation if generation is None else generation
        await session.wait_idle(quiet_s, limit_s, wanted)
    return web.json_response(session.journal.as_json(generation, query_whole(query, "since") or 0))


@ROUTES.get("/sessions/{id}/journal/stream")
async def stream_journal(request: web.Request) -> web.StreamResponse:
    """Each arrival and each end as an event, until the reader leaves."""
    session = session_of(request)
    queue: asyncio.Queue[Entry] = asyncio.Queue(STREAM_BACKLOG)
    stop = session.journal.listen(lambda entry: None if queue.full() else queue.put_nowait(entry))
    response = web.StreamResponse(headers={"Cache-Control": "no-store"})
    response.content_type = "text/event-stream"
    try:
        await response.prepare(request)
        while True:
            entry = await queue.get()
            name = "arrived" if entry.closed == "open" else "ended"
            data = json.dumps(entry.as_json(), ensure_ascii=False)
            await response.write(f"event: {name}\ndata: {data}\n\n".encode())
    finally:
        stop()


@ROUTES.post("/sessions/{id}/verify")
async def verify(request: web.Request) -> web.Response:
    """Whether each upstream was called as often as expected; others not at all."""
    session = session_of(request)
    body = await read_object(request, "calls", "generation")
    calls = body.get("calls", {})
    if not isinstance(calls, dict):
        raise BadRequestError("calls maps an upstream to a number", "/calls")
    for name, count in calls.items():
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise BadRequestError(f"{count!r} is no number of calls", f"/calls/{name}")
    generation = body.get("generation", session.journal.generation)
    problems = _miscounts(session, calls, generation)
    return web.json_response({"ok": not problems, "problems": problems})


def _miscounts(session: Session, wanted: dict[str, int], generation: int) -> list[str]:
    """A sentence per upstream whose calls differ from ``wanted``."""
    seen = Counter(entry.upstream for entry in session.journal.entries(generation))
    return [
        f"upstream {name!r} was called {seen[name]} times, expected {wanted.get(name, 0)}"
        for name in sorted({*seen, *wanted})
        if seen[name] != wanted.get(name, 0)
    ]


@ROUTES.get("/sessions/{id}/verdict")
async def verdict(request: web.Request) -> web.Response:
    """Whether the session went as its script says: all met, all steps taken, none open."""
    session = session_of(request)
    problems = [*_unmet(session), *_untaken(session)]
    value: JSON = {
        "ok": not problems,
        "generation": session.journal.generation,
        "open": session.journal.open_count(session.journal.generation),
        "problems": problems,
    }
    return web.json_response(value)


def _unmet(session: Session) -> list[str]:
    """A sentence per request that no rule or endpoint was there for."""
    return [
        f"request {entry.seq} to {entry.upstream!r}: {entry.near_miss}"
        for entry in session.journal.entries(session.journal.generation)
        if entry.near_miss is not None
    ]


def _untaken(session: Session) -> list[str]:
    """A sentence per counted step that was not taken to its end."""
    problems = []
    for name in session.upstreams:
        for rule in session.upstream(name).rules:
            taken = session.counters.count(name, rule)
            wanted = sum(step.times or 0 for step in rule.steps)
            if taken < wanted:
                problems.append(f"{rule.pointer} was met {taken} times, its steps say {wanted}")
    return problems
