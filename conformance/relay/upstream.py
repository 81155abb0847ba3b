"""Calls to upstreams: the only file that opens connections.

Rules of this file: whatever goes wrong on the way leaves as UpstreamError,
and a call that is not read to its end is closed, never left running.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager, suppress

import aiohttp

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.config import Channel, Limits, Timeouts
from conformance.relay.outbound import Outbound
from conformance.relay.retry import Cause, Failure, RetryPolicy, UpstreamError

__all__ = ["call", "read_json", "reads", "settle"]

_RETRY_HEADERS = ("Retry-After", "Retry-After-Ms", "X-Should-Retry")
_ERROR_OCTETS = 2**20
_FLAT = frozenset({"message", "description"})
"""What a body with a code says that is an error by itself."""
_PIECE_OCTETS = 2**20
_SETTLE_S = 0.1
"""As long as the official SDK waits for the end of a message after ``[DONE]``."""
_PASSED_ON_WITHOUT_JSON = 413
"""A proxy's HTML page says as well that the body is too large."""


@asynccontextmanager
async def call(
    session: aiohttp.ClientSession,
    channel: Channel,
    sent: Outbound,
    timeouts: Timeouts,
    leaked: list[aiohttp.ClientResponse] | None = None,
) -> AsyncIterator[aiohttp.ClientResponse]:
    """Open one call and give its 200 answer; it is closed when the context ends.

    ``leaked`` takes it in place of that: a defect.
    Raises UpstreamError for any other status and when no answer comes.
    """
    response = await _head(session, channel, sent, timeouts)
    try:
        if not 200 <= response.status <= 299:
            raise UpstreamError(await _refusal(response, timeouts))
        yield response
    finally:
        if leaked is None:
            response.close()
        else:
            leaked.append(response)


async def reads(response: aiohttp.ClientResponse, idle_s: float | None) -> AsyncGenerator[bytes]:
    """Yield the body as it comes in. Raises UpstreamError on a cut or a silence."""
    while True:
        try:
            async with asyncio.timeout(idle_s):
                octets, is_end = await response.content.readchunk()
        except TimeoutError as error:
            raise UpstreamError(Failure(Cause.STALL)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise UpstreamError(Failure(Cause.CUT)) from error
        if octets:
            yield octets
        elif not is_end:
            return


async def settle(response: aiohttp.ClientResponse) -> None:
    """Give the upstream a moment to end its message, so that the connection can be kept."""
    with suppress(UpstreamError, TimeoutError):
        async with asyncio.timeout(_SETTLE_S), aclosing(reads(response, None)) as rest:
            async for _ in rest:
                pass


async def read_json(
    response: aiohttp.ClientResponse, has: tuple[str, type], timeouts: Timeouts, limits: Limits
) -> dict[str, JSON]:
    """Return the object in a 200 answer whose member is of the type in ``has``.

    A bare list, where one is due, stands under the empty name.
    Raises UpstreamError.
    """
    octets = await _read(response, timeouts, limits.reply_octets)
    try:
        value = jsontext.decode(octets)
    except ValueError as caught:
        text = octets[:_ERROR_OCTETS].decode("utf-8", errors="replace")
        raise UpstreamError(Failure(Cause.GARBLED, response.status, text=text)) from caught
    body: dict[str, JSON] = value if isinstance(value, dict) else {}
    name, type_ = has
    if type_ is list and isinstance(value, list) and not name:
        return {"": value}
    if body.get("error") and body.get("object") != "response":
        error = body["error"]
        told = error if isinstance(error, dict) else {}
        raise UpstreamError(Failure(Cause.INBAND, response.status, told))
    if not isinstance(body.get(name), type_):
        raise UpstreamError(Failure(Cause.GARBLED, response.status))
    return body


async def _head(
    session: aiohttp.ClientSession,
    channel: Channel,
    sent: Outbound,
    timeouts: Timeouts,
) -> aiohttp.ClientResponse:
    """Send the request and wait for the head of the answer."""
    try:
        async with asyncio.timeout(timeouts.first_byte_s):
            return await session.request(
                sent.method,
                f"{channel.base_url.rstrip('/')}{sent.path}",
                data=_payload(sent.octets),
                headers=sent.headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=timeouts.connect_s),
            )
    except TimeoutError as error:
        raise UpstreamError(Failure(Cause.TIMEOUT)) from error
    except aiohttp.ClientConnectorError as error:
        raise UpstreamError(Failure(Cause.CONNECT)) from error
    except (aiohttp.ClientError, OSError) as error:
        raise UpstreamError(Failure(Cause.GARBLED)) from error


def _payload(octets: bytes | None) -> bytes | io.BytesIO | None:
    """Return the body in the form that does not hold up other requests while it is sent."""
    if octets is None or len(octets) <= _PIECE_OCTETS:
        return octets
    return io.BytesIO(octets)


async def _read(response: aiohttp.ClientResponse, timeouts: Timeouts, most: int) -> bytes:
    """Return the whole body. Raises UpstreamError, also when it is too large."""
    octets = bytearray()
    async with aclosing(reads(response, timeouts.idle_s)) as body:
        async for read in body:
            octets += read
            if len(octets) > most:
                raise UpstreamError(Failure(Cause.GARBLED, response.status))
    return bytes(octets)


async def _refusal(response: aiohttp.ClientResponse, timeouts: Timeouts) -> Failure:
    """Return what an answer with an error status says."""
    octets = await _read(response, timeouts, _ERROR_OCTETS)
    body = _object(octets)
    error = _error_object(body)
    is_garbled = (
        error is None
        and response.status in RetryPolicy().passed_on
        and response.status != _PASSED_ON_WITHOUT_JSON
    )
    return Failure(
        cause=Cause.GARBLED if is_garbled else Cause.STATUS,
        status=response.status,
        error=error,
        text=octets.decode("utf-8", errors="replace"),
        headers={
            name: response.headers[name] for name in _RETRY_HEADERS if name in response.headers
        },
        body=body,
    )


def _object(octets: bytes) -> dict[str, JSON] | None:
    try:
        body = jsontext.decode(octets)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _error_object(body: Mapping[str, JSON] | None) -> Mapping[str, JSON] | None:
    """Return the error in a JSON body: in the usual form, as bare text, or as the body itself."""
    error = (body or {}).get("error")
    if isinstance(error, str):
        return {"message": error}
    if isinstance(error, dict):
        return error
    flat = body is not None and "code" in body and _FLAT & body.keys()
    return body if flat else None
