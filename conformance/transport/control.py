"""The mock's control API as its client sees it.

Rules of this file: the mock is ours, so whatever goes wrong here is a
SetupError with the mock's own words, never a verdict on a relay. Each probe
asks the mock twice and more, so this is not the client that witnesses every
octet, but one that costs a third of it.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from conformance.errors import SetupError
from conformance.model import JSON, Headers, UpstreamCall
from conformance.transport.redact import Redactor
from conformance.wire import jsontext

if TYPE_CHECKING:
    from typing import Self

    import aiohttp

__all__ = ["HEALTHY", "MockControl", "MockUpstream"]

PREFIX = "/__mock__/v1"

HEALTHY: Mapping[str, JSON] = {"version": 1, "upstreams": {"primary": {"use": "healthy"}}}
"""The script of a probe that has none; upstreams that a script does not name are healthy."""

_TIMEOUT_S = 10.0
_WAIT_IDLE_LIMIT_S = 10.0  # a journal is then read as it is; some faults never end
_SHOWN_PROBLEMS = 5
_JSON = {"content-type": "application/json"}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class MockUpstream:
    """Where a relay's channel leads to, and the key that it shows there."""

    base_url: str
    key: str


class MockControl:
    """A client of one mock. Close it, or use it as an async context manager.

    Every method raises SetupError when the mock cannot be reached or refuses.
    """

    def __init__(
        self, control_url: str, token: str | None = None, *, redactor: Redactor | None = None
    ) -> None:
        self.control_url = control_url.rstrip("/")
        self._redactor = redactor or Redactor()
        self._headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """No connection to the mock stays open. Idempotent."""
        if self._http is not None:
            await self._http.close()

    def address(self, session: str, upstream: str) -> str:
        """Where ``upstream`` of a session is reached; whoever calls there is journaled."""
        return f"{self.control_url}/s/{quote(session, safe='')}/{quote(upstream, safe='')}"

    async def create_session(
        self, session: str, upstreams: Iterable[str], *, may_replace: bool = False
    ) -> dict[str, MockUpstream]:
        """A session exists; returns its upstreams by name."""
        body = {"id": session, "upstreams": list(upstreams), "replace": may_replace}
        made = await self._ask("POST", "/sessions", body)
        with self._reading():
            return {
                name: MockUpstream(str(row["base_url"]), str(row["key"]))
                for name, row in made["upstreams"].items()
            }

    async def load_script(self, session: str, script: JSON = None) -> int:
        """The session plays ``script`` from its start, healthy for None; returns its generation."""
        body = {"script": HEALTHY if script is None else script}
        begun = await self._ask("POST", f"{_at(session)}/reset", body)
        with self._reading():
            return int(begun["generation"])

    async def journal(
        self, session: str, generation: int, wait_idle_s: float = 0.0
    ) -> tuple[UpstreamCall, ...]:
        """The calls of ``generation`` in order of arrival, without secrets.

        Waits, some seconds at most, until none was open for ``wait_idle_s``.
        """
        query = f"generation={generation}"
        if wait_idle_s:
            query += f"&wait_idle={wait_idle_s:g}&timeout={_WAIT_IDLE_LIMIT_S:g}"
        read = await self._ask(
            "GET", f"{_at(session)}/journal?{query}", wait_s=wait_idle_s + _WAIT_IDLE_LIMIT_S
        )
        with self._reading():
            return tuple(self._redactor.call(_call(entry)) for entry in read["entries"])

    async def give_signal(self, session: str, name: str) -> None:
        """Whatever waits for the signal ``name`` in this generation goes on."""
        await self._ask("POST", f"{_at(session)}/signals/{quote(name, safe='')}")

    async def delete_session(self, session: str) -> None:
        """The session and its journal are gone."""
        await self._ask("DELETE", _at(session))

    async def health(self) -> Mapping[str, JSON]:
        """What the mock says of itself; that it answers is the point."""
        return await self._ask("GET", "/health")

    async def version(self) -> str:
        """The mock's version; empty when it does not say."""
        return str((await self.health()).get("version", ""))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """A reply of another shape than the API's is a SetupError."""
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            message = f"mock {self.control_url}: the reply is not understood: {error!r}"
            raise SetupError(message) from error

    async def _ask(
        self, method: str, path: str, body: JSON = None, *, wait_s: float = 0.0
    ) -> Mapping[str, JSON]:
        what = f"mock {self.control_url}: {method} {PREFIX}{path}"
        status, octets = await self._asked(method, path, body, _TIMEOUT_S + wait_s, what)
        is_success = 200 <= status < 300
        if is_success and not octets:
            return {}
        value = _object(status, octets, what)
        if not is_success:
            raise SetupError(f"{what}: {status} {_refusal(value)}")
        return value

    async def _asked(
        self, method: str, path: str, body: JSON, limit_s: float, what: str
    ) -> tuple[int, bytes]:
        """Status and body of the reply."""
        import aiohttp  # noqa: PLC0415 (a run without a mock goes without)

        if self._http is None:
            self._http = aiohttp.ClientSession(
                headers=self._headers,
                trust_env=not _is_here(self.control_url),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        url = f"{self.control_url}{PREFIX}{path}"
        limit = aiohttp.ClientTimeout(limit_s)
        # As a file: octets of more than a megabyte are written with a warning.
        data = None if body is None else io.BytesIO(json.dumps(body).encode())
        try:
            async with self._http.request(
                method, url, data=data, headers=_JSON, timeout=limit, allow_redirects=False
            ) as reply:
                return reply.status, await reply.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SetupError(f"{what}: {str(error) or type(error).__name__}") from error


def _is_here(url: str) -> bool:
    """Whether no proxy of the environment stands before ``url``."""
    return urlsplit(url).hostname in _LOOPBACK


def _at(session: str) -> str:
    return f"/sessions/{quote(session, safe='')}"


def _object(status: int, octets: bytes, what: str) -> Mapping[str, JSON]:
    try:
        value = jsontext.loads(octets)
    except jsontext.JsonTextError as error:
        raise SetupError(f"{what}: {status} and no JSON ({error})") from error
    if not isinstance(value, dict):
        raise SetupError(f"{what}: {status} and no JSON object")
    return value


def _refusal(value: Mapping[str, JSON]) -> str:
    """The mock's message with its pointers."""
    error = value.get("error")
    if not isinstance(error, dict):
        return str(value)[:500]
    pointer = f" (at {error['pointer']})" if error.get("pointer") else ""
    problems = [
        f"\n  {problem.get('pointer')}: {problem.get('message')}"
        for problem in (error.get("problems") or [])[:_SHOWN_PROBLEMS]
    ]
    return f"{error.get('message')}{pointer}{''.join(problems)}"


def _call(entry: Mapping[str, JSON]) -> UpstreamCall:
    query = f"?{entry['query']}" if entry.get("query") else ""
    return UpstreamCall(
        upstream=entry["upstream"],
        method=entry["method"],
        path=entry["path"] + query,
        headers=_pairs(entry["headers"]),
        body=_body(entry["body"]),
        arrived_s=entry["arrived_s"],
        status=entry.get("status"),
        reply_headers=_pairs(entry.get("reply_headers", ())),
        reply=entry.get("reply", {}),
        fault=entry.get("fault"),
        octets_sent=entry.get("octets_sent", 0),
        sent=tuple((at, octets) for at, octets in entry.get("sent", ())),
        written=_body(entry.get("written", {})),
        closed=entry["closed"],
        closed_s=entry.get("closed_s"),
        near_miss=entry.get("near_miss"),
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> Headers:
    return tuple((name, value) for name, value in pairs)


def _body(body: Mapping[str, JSON]) -> bytes:
    if "base64" in body:
        return base64.b64decode(body["base64"])
    return str(body.get("text", "")).encode()
