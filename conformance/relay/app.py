"""The relay as a web application: routes, admission, and the shape of each answer."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import unquote

import aiohttp
from aiohttp import web

from conformance.relay import astray, gemini, headers, jsontext, kept, models
from conformance.relay import defects as known
from conformance.relay.answer import Answer, Body
from conformance.relay.asked import Asked, check_size, read
from conformance.relay.config import Channel, ClientKey, RelayConfig
from conformance.relay.defects.base import Defects, Switch
from conformance.relay.dialects import ANTHROPIC, GEMINI
from conformance.relay.endpoints import Endpoint, Routed, find, methods
from conformance.relay.envelope import Problem, Reason, RelayError, refusal
from conformance.relay.forward import Health
from conformance.relay.keys import aliases, authenticate, check_served, is_served, unknown
from conformance.relay.limits import Limiter
from conformance.relay.listed import listed
from conformance.relay.proxy import Pool, Proxy
from conformance.relay.quota import QUOTAS, Ledger, billed
from conformance.relay.stored import Stored
from conformance.relay.turn import Turn

__all__ = ["build_app"]

_LOG = logging.getLogger(__name__)
_MODELS = "/v1/models"


def build_app(config: RelayConfig) -> web.Application:
    """Return the relay of a configuration. Raises UsageError for an unknown defect."""
    app = web.Application(client_max_size=config.limits.request_octets)
    relay = _Relay(config)
    app.router.add_route("*", "/{path:.*}", relay.handle)
    app.cleanup_ctx.append(relay.connected)
    return app


class _Relay:
    """What lives as long as the application: connections, counters, health."""

    def __init__(self, config: RelayConfig) -> None:
        self._config = config
        self._defects = tuple(known.find(name) for name in config.defects)
        self._limiter = Limiter(time.monotonic)
        self._health = Health(time.monotonic)
        self._stored = Stored()
        self._ledger = Ledger(config.quota) if config.quota else None
        self._lingering: set[asyncio.Task[web.StreamResponse]] = set()
        """Answers whose client left, kept up by a defect."""
        self._leaked: list[aiohttp.ClientResponse] = []
        self._session: aiohttp.ClientSession

    async def connected(self, _app: web.Application) -> AsyncIterator[None]:
        """Hold the connections to upstreams while the application runs."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
        ) as self._session:
            yield
            for task in self._lingering:
                task.cancel()
            for response in self._leaked:
                response.close()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, whatever it asks for."""
        turn = Turn(f"req_{secrets.token_hex(16)}", headers=request.headers, role=self._config.role)
        turn.method = request.method
        defects = Defects(tuple(defect(turn) for defect in self._defects))
        if not (defects.has(Switch.KEEPS_UPSTREAM) or defects.has(Switch.DEAF_BEFORE_ANSWER)):
            return await self._answer(request, turn, defects)
        task = asyncio.get_running_loop().create_task(self._answer(request, turn, defects))
        self._lingering.add(task)
        task.add_done_callback(self._lingering.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if turn.is_begun and not defects.has(Switch.KEEPS_UPSTREAM):
                task.cancel()
            raise

    async def _answer(
        self, request: web.Request, turn: Turn, defects: Defects
    ) -> web.StreamResponse:
        """Answer under the last net: a fault of the relay's own code is told like any error.

        A stream that has begun cannot be; its connection is cut by the web server.
        """
        try:
            return await self._answered(request, turn, defects)
        except Exception as error:
            if turn.is_begun or defects.has(Switch.NO_NET):
                raise
            _LOG.error("unhandled=%s request_id=%s", type(error).__name__, turn.request_id)
            told = refusal(Reason.INTERNAL, "The relay failed to answer.").problem
            return _response(_told(told, turn, Defects()), turn, Defects())

    async def _answered(
        self, request: web.Request, turn: Turn, defects: Defects
    ) -> web.StreamResponse:
        try:
            answer = await self._route(request, turn, defects)
        except RelayError as error:
            answer = _told(error.problem, turn, defects)
        except ConnectionResetError:  # the client has left: there is nobody to tell
            raise asyncio.CancelledError from None
        if isinstance(answer, web.StreamResponse):
            return answer
        return _response(answer, turn, defects)

    async def _route(
        self, request: web.Request, turn: Turn, defects: Defects
    ) -> Answer | web.StreamResponse:
        endpoint, id_ = self._endpoint(request, defects)
        turn.path, turn.dialect = endpoint.path, endpoint.dialect
        if request.method == "OPTIONS":
            if defects.has(Switch.GUARDED_PREFLIGHT):
                self._admit(request, turn, defects)
            return Answer(204, Body.NOTHING, content_type=None, headers=headers.PREFLIGHT)
        if request.method not in endpoint.methods:
            allow = {"Allow": ", ".join([*methods(endpoint.path), "OPTIONS"])}
            message = f"{request.method} is not supported here."
            raise refusal(Reason.WRONG_METHOD, message, headers=allow)
        is_anonymous = turn.dialect.key(request.headers, request.query) is None
        if endpoint.path == _MODELS and is_anonymous and defects.has(Switch.OPEN_MODELS):
            return self._list(ClientKey(""), defects)
        if endpoint.path in QUOTAS and defects.has(Switch.OPEN_QUOTA):
            return self._here(endpoint, "", ClientKey(""), defects)
        is_past = defects.has(Switch.LOOSE_PATHS) and astray.is_loose(request.rel_url.raw_path)
        is_open = turn.dialect is ANTHROPIC and defects.has(Switch.OPEN_MESSAGES)
        key = ClientKey("") if is_past or is_open else self._admit(request, turn, defects)
        if endpoint.routed is Routed.HERE:
            return self._here(endpoint, unquote(id_), key, defects)
        return await self._limited(request, (endpoint, id_), key, turn, defects)

    def _endpoint(self, request: web.Request, defects: Defects) -> tuple[Endpoint, str]:
        """Return the row of a path and its placeholder. Raises RelayError (404)."""
        is_own = GEMINI.shows_own(request.headers, request.query)
        path = gemini.local(request.rel_url.raw_path, request.method, is_own=is_own)
        path = self._config.role.local(path)
        if defects.has(Switch.CLIMBS) and astray.climbs(path):
            return astray.passage(path, request.method), ""
        if defects.has(Switch.LOOSE_PATHS) and astray.is_loose(path):
            path = astray.plain(path)
        found = find(path, request.method)
        if found is None or (found[0].path in QUOTAS and self._ledger is None):
            raise refusal(Reason.UNKNOWN_PATH, "This path is unknown here.")
        return found

    def _here(self, endpoint: Endpoint, id_: str, key: ClientKey, defects: Defects) -> Answer:
        """Answer what needs no upstream."""
        if endpoint.path in QUOTAS and self._ledger:
            body = QUOTAS[endpoint.path](self._ledger.of(key.token))
            shown = defects.fold(body, lambda d, value: d.result(value))
            return Answer(200, Body.QUOTA, jsontext.encode(shown))
        if endpoint.dialect is GEMINI:
            return self._here_in_gemini(id_, key, defects)
        if endpoint.path == _MODELS:
            return self._list(key, defects)
        check_served(id_, key, self._config)
        one = defects.fold(models.model(id_), lambda d, value: d.model(value))
        return Answer(200, Body.MODEL, jsontext.encode(one))

    def _list(self, key: ClientKey, defects: Defects) -> Answer:
        body = models.listing(aliases(key, self._config))
        shown = defects.fold(body, lambda d, value: d.models(value))
        return Answer(200, Body.MODELS, jsontext.encode(shown))

    def _here_in_gemini(self, id_: str, key: ClientKey, defects: Defects) -> Answer:
        if id_:
            check_served(id_, key, self._config)
        body = gemini.model(id_) if id_ else gemini.listing(aliases(key, self._config))
        shown = defects.fold(body, lambda d, value: d.result(value))
        return Answer(200, Body.RESULT, jsontext.encode(shown))

    def _admit(self, request: web.Request, turn: Turn, defects: Defects) -> ClientKey:
        shown = turn.dialect.key(request.headers, request.query)
        token = defects.fold(shown, lambda d, value: d.key_shown(value))
        turn.token = token or ""
        return authenticate(token, self._config.keys)

    async def _limited(
        self,
        request: web.Request,
        found: tuple[Endpoint, str],
        key: ClientKey,
        turn: Turn,
        defects: Defects,
    ) -> Answer | web.StreamResponse:
        """Pass the request on within the limits of its key."""
        if defects.has(Switch.NO_LIMITS):
            return await self._proxied(request, found, key, turn, defects)
        key = defects.fold(key, lambda d, value: d.key(value))
        try:
            with self._limiter.slot(key, turn, defects):
                turn.rate = self._limiter.headers(key)
                return await self._proxied(request, found, key, turn, defects)
        except RelayError as error:
            if error.problem.reason is Reason.LIMIT and defects.has(Switch.CALLS_FIRST):
                with suppress(RelayError):
                    await self._proxied(request, found, key, turn, defects)
            raise
        finally:
            turn.rate = self._limiter.headers(key)

    async def _proxied(
        self,
        request: web.Request,
        found: tuple[Endpoint, str],
        key: ClientKey,
        turn: Turn,
        defects: Defects,
    ) -> Answer | web.StreamResponse:
        check_size(request, key.request_octets)
        asked = await read(request, *found, turn)
        is_open = asked.endpoint.is_task and defects.has(Switch.OPEN_TASKS)
        made = kept.find(self._stored, asked, None if is_open else turn.token, turn.body)
        if made and defects.has(Switch.FIRST_CHANNEL):
            made = replace(made, channel=self._first_channel(made.alias))
        is_bound = made is not None and (asked.id or asked.endpoint.is_task)
        turn.alias = made.alias if made and is_bound else self._alias(asked, key, turn)
        turn.wants_stream = turn.asked_stream
        if asked.endpoint.may_stream and asked.endpoint.routed is Routed.BY_MODEL:
            turn.wants_stream = defects.fold(turn.asked_stream, lambda d, v: d.wants_stream(v))
        if defects.has(Switch.FETCHES):
            await astray.fetch_pictures(self._session, dict(turn.body))
        pool = Pool(self._config, self._session, self._health, self._stored, self._leaked)
        if asked.endpoint.routed is Routed.BY_TASKS:
            return await listed(pool, asked, turn, defects)
        with billed(self._ledger, turn, defects):
            return await Proxy(pool, asked, turn, defects, made).answer(request)

    def _alias(self, asked: Asked, key: ClientKey, turn: Turn) -> str:
        """Return the model that was asked for. Raises RelayError (404).

        Where it may be left out: the documented default, else the key's first.
        """
        served = aliases(key, self._config)
        endpoint = asked.endpoint
        if endpoint.is_task or endpoint.routed is Routed.BY_KEY:
            return next(iter(served), "")
        alias = asked.id if endpoint.names_model else turn.body.get("model")
        if alias is None and endpoint.default_model is not None:
            alias = endpoint.default_model
            if alias not in served:
                alias = next(iter(served), alias)
        if not is_served(str(alias), key, self._config):
            raise unknown(Reason.UNKNOWN_MODEL, str(alias))
        return str(alias)

    def _first_channel(self, alias: str) -> Channel:
        able = [channel for channel in self._config.channels if alias in channel.models]
        return min(able, key=lambda channel: channel.priority)


def _told(problem: Problem, turn: Turn, defects: Defects) -> Answer:
    """Return the answer that tells the client of a problem."""
    told = defects.fold(turn.told(problem), lambda d, value: d.error(value))
    plain = turn.dialect.envelope(told, turn.request_id)
    body = defects.fold(plain, lambda d, value: d.envelope(value, told))
    return Answer(
        told.status, Body.ERROR, jsontext.encode(body), headers=told.headers, problem=told
    )


def _response(answer: Answer, turn: Turn, defects: Defects) -> web.Response:
    answer = defects.fold(answer, lambda d, value: d.answer(value))
    shown = headers.common(turn) | dict(answer.headers)
    if answer.content_type is not None:
        shown["Content-Type"] = answer.content_type
    shown = defects.fold(shown, lambda d, value: d.headers(value))
    return web.Response(status=answer.status, body=answer.octets, headers=shown)
