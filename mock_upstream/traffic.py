"""Model traffic: whose request it is, may it enter, and its program played.

Rules of this file: every request that reaches a session is journaled, also one
that is refused. The border where a bug of ours becomes a logged 500.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from math import ceil
from types import MappingProxyType

from aiohttp import web

from mock_upstream import gemini, program
from mock_upstream.control.keys import SESSIONS
from mock_upstream.endpoints import dialect_of
from mock_upstream.frames import Abort, AbortKind
from mock_upstream.journal import Entry
from mock_upstream.limits import Account
from mock_upstream.play import Stale, play
from mock_upstream.program import Program
from mock_upstream.protocols.openai import errors, forms
from mock_upstream.scenario.match import strip_version
from mock_upstream.scenario.model import Call, Door, Upstream
from mock_upstream.sessions import DEFAULT_ID, Session

LOG = logging.getLogger(__name__)

STALE = web.AppKey("stale", Stale)
"""Connections of this mock that an earlier reply has doomed."""

BEHIND_DOOR = MappingProxyType(
    {
        Door.REFUSED: Program((Abort(AbortKind.RST),), fault="door.refused"),
        Door.CLOSED: Program((Abort(AbortKind.FIN),), fault="door.closed"),
        Door.RESET: Program((Abort(AbortKind.RST),), fault="door.reset"),
        Door.UNREAD: Program((Abort(AbortKind.SILENCE),), fault="door.unread"),
    }
)
"""What is nearest to a door for who comes by the port of the mock itself."""

LAST_BREATH = MappingProxyType(
    {AbortKind.STALE_FIN: AbortKind.FIN, AbortKind.STALE_RST: AbortKind.RST}
)
"""How a doomed connection answers its next request."""


async def handle_session(request: web.Request) -> web.StreamResponse:
    """Serve ``/s/{session}/{upstream}/…``."""
    info = request.match_info
    sessions = request.app[SESSIONS]
    if not sessions.has(info["session"]):
        return _stray(request, f"no session {info['session']!r} at this mock")
    session = sessions.get(info["session"])
    if info["upstream"] not in session.upstreams:
        known = ", ".join(session.upstreams)
        return _stray(request, f"session {session.id!r} has no such upstream; it has {known}")
    prefix = f"/s/{info['session']}/{info['upstream']}"
    return await serve(
        request, session, info["upstream"], request.rel_url.raw_path.removeprefix(prefix)
    )


async def handle_root(request: web.Request) -> web.StreamResponse:
    """Serve ``/v1/…`` from the first upstream of the default session."""
    session = request.app[SESSIONS].get(DEFAULT_ID)
    return await serve(request, session, session.upstreams[0], request.rel_url.raw_path)


async def handle_expect(request: web.Request) -> None:
    """Say 100 to who waits for it, unless the upstream is one that never does."""
    info, sessions = request.match_info, request.app[SESSIONS]
    name = info.get("session", DEFAULT_ID)
    if sessions.has(name):
        session = sessions.get(name)
        upstream = info.get("upstream", session.upstreams[0])
        if session.upstream(upstream).door is Door.NO_CONTINUE:
            return
    wants = request.headers.get("Expect", "").lower() == "100-continue"
    if wants and request.transport is not None:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def _stray(request: web.Request, message: str) -> web.Response:
    """A 404 in the dialect's shape for traffic that belongs to no session."""
    LOG.info("stray request method=%s path=%s", request.method, request.path)
    error = {
        "message": message,
        "type": "invalid_request_error",
        "param": None,
        "code": "not_found",
    }
    return web.json_response({"error": error}, status=404)


def _too_large() -> web.Response:
    """A 413 in the dialect's shape; the connection closes, for the rest is not read."""
    failure = errors.failure("request_too_large")
    reply = web.json_response(failure.body, status=failure.status)
    reply.force_close()
    return reply


async def serve(request: web.Request, session: Session, name: str, path: str) -> web.StreamResponse:
    """Answer one request to upstream ``name`` of ``session``."""
    try:
        octets = await request.read()
    except web.HTTPRequestEntityTooLarge:
        return _too_large()
    call = _call(request, session, name, path, octets)
    entry = session.journal.open(
        upstream=name,
        method=request.method,
        path=path or "/",
        query=request.query_string,
        headers=call.headers,
        octets=octets,
    )
    try:
        return await _answer(request, session, session.upstream(name), call, entry)
    except ConnectionError:  # the peer has left: there is nobody to tell
        raise asyncio.CancelledError from None
    except Exception as bug:
        # The border of the mock: a bug of ours is told, and never taken for the relay's.
        LOG.exception("bug in the mock path=%s", path)
        entry.near_miss = f"bug in the mock: {bug!r}"
        return _bug(request, entry)
    finally:
        entry.ended("mock")
        session.callbacks.stir()


def _call(request: web.Request, session: Session, name: str, path: str, octets: bytes) -> Call:
    """The request as rules and endpoints see it."""
    headers = tuple(
        (key.decode("latin-1"), value.decode("latin-1")) for key, value in request.raw_headers
    )
    return Call(
        request.method,
        gemini.local(strip_version(path), request.method, headers, request.query_string),
        headers,
        octets,
        forms.decoded(octets, headers),
        session.number_call(),
        request.query_string,
        session.kept(name),
        session.clock.now(),
        session.given,
        session.callbacks.watched,
    )


def _bug(request: web.Request, entry: Entry) -> web.StreamResponse:
    """A 500 when nothing is out yet; else the connection is cut."""
    if entry.status is None:
        return web.json_response({"error": {"message": entry.near_miss}}, status=500)
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError(entry.near_miss)


async def _answer(
    request: web.Request, session: Session, upstream: Upstream, call: Call, entry: Entry
) -> web.StreamResponse:
    """Admit, compile, note and play; a doomed connection dies instead."""
    doom = request.app[STALE].pop(request.transport, None) if request.transport else None
    if doom is not None:
        dead = Program((Abort(LAST_BREATH[doom]),), fault="conn.stale")
        return await _play(request, session, dead, entry)
    if upstream.door in BEHIND_DOOR:
        return await _play(request, session, BEHIND_DOOR[upstream.door], entry)
    account = session.account(upstream.name)
    now = session.clock.now()
    made = _refusal(session, upstream, call, account, now)
    if made is not None:
        return await _play(request, session, made, entry)
    account.enter(now)
    try:
        made = program.program(
            upstream,
            call,
            counters=session.counters,
            seed=session.script.seed,
            more_faults=session.faults.get(upstream.name, ()),
        )
        account.spend(made.tokens, now)
        told = account.headers(upstream.limits, now, dialect_of(call).rate_limit)
        made = program.with_headers(made, told)
        return await _play(request, session, made, entry)
    finally:
        account.leave()


async def _play(
    request: web.Request, session: Session, made: Program, entry: Entry
) -> web.StreamResponse:
    """Note what is meant, then say it."""
    entry.rule, entry.step, entry.fault = made.rule, made.step, made.fault
    entry.reply, entry.near_miss = made.reply, made.near_miss
    return await play(
        request,
        made.frames,
        witness=entry,
        clock=session.clock,
        signal=session.wait_signal,
        stale=request.app[STALE],
        in_bursts=made.is_undisturbed,
    )


def _refusal(
    session: Session, upstream: Upstream, call: Call, account: Account, now: float
) -> Program | None:
    """Why the call is not let in: a wrong key, or a limit."""
    key = session.key(upstream.name)
    shown = dialect_of(call).key(call.headers, call.query)
    if key is not None and shown != key:
        note = f"the key is {shown!r}, upstream {upstream.name!r} wants {key!r}"
        return program.refused(errors.failure("invalid_api_key"), call, note)
    account.arrive()
    refusal = account.refusal(upstream.limits, now)
    if refusal is None:
        return None
    failure = errors.failure(refusal.error)
    kept = tuple(pair for pair in failure.headers if pair[0].lower() != "retry-after")
    if refusal.retry_after_s is not None:
        kept += (("retry-after", str(max(1, ceil(refusal.retry_after_s)))),)
    told = (*kept, *account.headers(upstream.limits, now, dialect_of(call).rate_limit))
    return program.refused(replace(failure, headers=told), call)
