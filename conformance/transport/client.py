"""The witness: sends one request and keeps all that came back, and when.

Rules of this file: what the peer does is never an exception, it is an
:class:`Exchange` with its ``end``. Each request has a connection of its own,
so that no exchange inherits another's fate; the reply's octets are kept before
any content decoding; secrets are gone before an exchange exists.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx2

from conformance import __version__
from conformance.errors import SetupError, UsageError
from conformance.model import End, Exchange, Headers, RequestSpec, SentRequest
from conformance.transport.capture import Capture, header_pairs
from conformance.transport.ends import end_of
from conformance.transport.leave import Leave
from conformance.transport.redact import Redactor
from conformance.wire.sse import EventCounter

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

__all__ = ["DEFAULT_HEADERS", "DIRECT", "MAX_OCTETS", "Client", "needs_tls"]

MAX_OCTETS = 32 * 1024 * 1024
"""Body octets kept of one reply; a longer one is left with the detail ``cap``."""

DEFAULT_HEADERS: Headers = (
    ("accept", "*/*"),
    ("accept-encoding", "identity"),
    ("connection", "keep-alive"),
    ("user-agent", f"relay-conformance/{__version__}"),
)
"""Sent unless a request has a header of the same name."""

ELSEWHERE = "a-file-is-kept-elsewhere"
"""The path that is asked in place of an address at a stranger's."""

_TOLD_TO_LEAVE = re.compile(r"stall|call:[1-9][0-9]{0,3}")
"""Ways to leave whose moment somebody else knows."""

DIRECT = ("all://127.0.0.1", "all://localhost", "all://[::1]")
"""Addresses reached without the environment's proxy, which is for the world outside."""


class Client:
    """Requests to one base URL. Close it, or use it as an async context manager.

    ``timeout_s`` bounds a whole exchange unless its request says otherwise.
    Proxies and certificates come from the environment when ``trust_env``;
    loopback addresses are always reached directly.
    Raises UsageError: the base URL is no http(s) URL with a host.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float = 60.0,
        connect_timeout_s: float = 10.0,
        redactor: Redactor | None = None,
        trust_env: bool = True,
        verify: ssl.SSLContext | bool = True,
        max_octets: int = MAX_OCTETS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.base_url = _checked(base_url)
        self._origins = {_origin(self.base_url)}
        self._timeout_s = timeout_s
        self._connect_timeout_s = connect_timeout_s
        self._redactor = redactor or Redactor()
        self._max_octets = max_octets
        self._clock = clock
        self._http = httpx2.AsyncClient(
            verify=verify if needs_tls(self.base_url) else False,
            trust_env=trust_env,
            mounts=dict.fromkeys(DIRECT),
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0),
            event_hooks={"response": [_witness_head]},
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """No connection of this client stays open. Idempotent."""
        await self._http.aclose()

    def trust(self, url: str) -> None:
        """Ask at the host of ``url`` too, when an answer says that a file is there."""
        self._origins.add(_origin(url))

    async def send(
        self,
        spec: RequestSpec,
        *,
        probe: str,
        exchange_id: str,
        leave: Leave | None = None,
    ) -> Exchange:
        """Send ``spec`` and return all that came back, whatever it was.

        Times count from the call; ``ttfb_s`` is when the head was complete.
        ``leave`` closes the connection when it is told, wherever the reply stands.
        Raises UsageError: ``leave_after`` is unknown. Raises SetupError: the
        request itself cannot be put as HTTP/1.1.
        """
        leave_after = _events_until_leave(spec.leave_after)
        started_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        capture = Capture(self._clock, self._clock(), self._max_octets)
        request = self._request(spec, capture)
        end, detail = await self._run(request, spec, leave_after, capture, leave or Leave())
        redactor = self._redactor
        return Exchange(
            id=exchange_id,
            probe=probe,
            request=self._sent(request, spec),
            status=capture.status,
            headers=redactor.headers(capture.headers),
            reads=redactor.reads(tuple(capture.reads)),
            end=end,
            end_detail=redactor.text(detail),
            started_at=started_at,
            ttfb_s=capture.ttfb_s,
            duration_s=capture.elapsed_s(),
            volley=spec.volley,
        )

    def _request(self, spec: RequestSpec, capture: Capture) -> httpx2.Request:
        """The request as it goes out; the library adds host and length alone."""
        own = {name.lower() for name, _ in spec.headers}
        pairs = [*((n, v) for n, v in DEFAULT_HEADERS if n not in own), *spec.headers]
        limits = {"connect": self._connect_timeout_s, "read": None, "write": None, "pool": None}
        common = {"timeout": limits, "trace": capture.trace, "capture": capture}
        url = self._url(spec)
        try:
            return httpx2.Request(
                spec.method,
                url,
                headers=[(name.encode("ascii"), value.encode()) for name, value in pairs],
                content=spec.body,
                extensions={**common, **(_target(url) if spec.is_path_as_is else {})},
            )
        except (httpx2.InvalidURL, UnicodeError) as error:
            raise SetupError(f"request cannot be sent: {error}") from error

    def _url(self, spec: RequestSpec) -> str:
        """The address; one that an answer told is asked where we know who is there."""
        if spec.path.startswith(("http://", "https://")):
            is_known = _origin(spec.path) in self._origins
            return spec.path if is_known else f"{self.base_url}/{ELSEWHERE}"
        return f"{self.base_url}/{spec.path.removeprefix('/')}" if spec.path else self.base_url

    async def _run(
        self,
        request: httpx2.Request,
        spec: RequestSpec,
        leave_after: int | None,
        capture: Capture,
        leave: Leave,
    ) -> tuple[End, str]:
        """Receive the reply within its time; what goes wrong on the way is its end."""
        timeout_s = self._timeout_s if spec.timeout_s is None else spec.timeout_s
        try:
            async with asyncio.timeout(timeout_s) as limit:
                with leave.heeded(limit):
                    return await self._receive(request, spec, leave_after, capture, leave)
        except TimeoutError:
            if leave.is_told:
                return End.LEFT, spec.leave_after or ""
            end = End.TIMEOUT if capture.is_connected else End.UNREACHABLE
            return end, f"no end within {timeout_s:g} s"
        except httpx2.LocalProtocolError as error:
            raise SetupError(f"request cannot be sent: {error}") from error
        except httpx2.TransportError as error:
            end, detail = end_of(error)
            if end is End.TRUNCATED and not capture.speaks_http:
                return End.PROTOCOL, f"the reply starts with {capture.first_octets!r}"
            return end, detail

    async def _receive(
        self,
        request: httpx2.Request,
        spec: RequestSpec,
        leave_after: int | None,
        capture: Capture,
        leave: Leave,
    ) -> tuple[End, str]:
        response = await self._http.send(request, stream=True)
        async with contextlib.aclosing(response), contextlib.aclosing(response.aiter_raw()) as body:
            if leave_after == 0:
                return End.LEFT, "headers"
            if spec.leave_after == "stall":
                await asyncio.get_running_loop().create_future()
            counter = EventCounter()
            async for octets in body:
                if not capture.read(octets):
                    return End.LEFT, "cap"
                leave.octets = capture.octets
                if leave_after is not None or spec.heard:
                    leave.events = counter.feed(octets)
                if leave_after is not None and leave.events >= leave_after:
                    return End.LEFT, f"event:{leave_after}"
        return End.EOF, ""

    def _sent(self, request: httpx2.Request, spec: RequestSpec) -> SentRequest:
        redactor = self._redactor
        return SentRequest(
            method=spec.method,
            url=redactor.url(self._url(spec) if spec.is_path_as_is else str(request.url)),
            headers=redactor.headers(header_pairs(request.headers)),
            body=redactor.octets(spec.body or b""),
        )


def needs_tls(base_url: str) -> bool:
    """Whether certificates must be read for ``base_url``; that costs more than many requests."""
    return not base_url.lower().startswith("http:")


def _origin(url: str) -> tuple[str, str]:
    """Scheme and host of an address; empty for none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.lower()


def _target(url: str) -> dict[str, bytes]:
    """The request target as it is written: without it the library resolves dots in a path."""
    written = urlsplit(url)
    query = f"?{written.query}" if written.query else ""
    return {"target": f"{written.path}{query}".encode("ascii")}


async def _witness_head(response: httpx2.Response) -> None:
    """Keep the head, then hide a redirect: the library would parse its target and may raise."""
    response.request.extensions["capture"].head(response.status_code, response.headers)
    response.headers.pop("location", None)


def _events_until_leave(leave_after: str | None) -> int | None:
    """How many events to wait for before leaving; 0 is the head, None is never."""
    if leave_after is None or _TOLD_TO_LEAVE.fullmatch(leave_after):
        return None
    if leave_after == "headers":
        return 0
    match = re.fullmatch(r"event:([1-9][0-9]{0,8})", leave_after)
    if match is None:
        raise UsageError(
            f"leave_after is {leave_after!r}, expected headers, event:N, call:N or stall"
        )
    return int(match[1])


def _checked(base_url: str) -> str:
    try:
        url = httpx2.URL(base_url)
        is_usable = url.scheme in ("http", "https") and bool(url.host.encode("idna"))
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise UsageError(f"base URL {Redactor().url(base_url)!r} is no URL: {error}") from error
    if not is_usable:
        raise UsageError(
            f"base URL {Redactor().url(base_url)!r} needs a scheme http or https, and a host"
        )
    return base_url.rstrip("/")
