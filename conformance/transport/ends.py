"""How a connection ended, read from the error that the HTTP library gave.

Rules of this file: pure, one table per phase. The library keeps the socket's
own error in the chain of causes, so types decide; only a FIN inside a message
has no type of its own and is told by h11's words (pinned, and proven in the
tests against real sockets).
"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import httpx2

from conformance.model import End

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["end_of"]

_TRUNCATED = ("peer closed connection", "peer unexpectedly closed", "server disconnected")

_CONNECTING: tuple[tuple[type[BaseException], End], ...] = (
    (socket.gaierror, End.UNRESOLVED),
    (ConnectionRefusedError, End.REFUSED),
    (BaseException, End.UNREACHABLE),
)
_CONNECTED: tuple[tuple[type[BaseException], End], ...] = (
    (ConnectionError, End.RESET),
    (ssl.SSLError, End.PROTOCOL),
    (BaseException, End.RESET),
)


def end_of(error: httpx2.TransportError) -> tuple[End, str]:
    """The end that ``error`` stands for, and the innermost words about it."""
    causes = tuple(_causes(error))
    detail = next((text for cause in reversed(causes) if (text := str(cause))), "")
    if isinstance(error, httpx2.ConnectTimeout):
        return End.UNREACHABLE, "no connection within the connect timeout"
    if isinstance(error, (httpx2.ConnectError, httpx2.ProxyError)):
        return _first(_CONNECTING, causes), detail
    if isinstance(error, httpx2.ProtocolError):
        is_cut = str(error).lower().startswith(_TRUNCATED)
        return End.TRUNCATED if is_cut else End.PROTOCOL, detail
    return _first(_CONNECTED, causes), detail


def _first(
    table: tuple[tuple[type[BaseException], End], ...], causes: tuple[BaseException, ...]
) -> End:
    return next(end for kind, end in table if any(isinstance(cause, kind) for cause in causes))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error``, what it came from, and the members of groups among them."""
    yield error
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _causes(member)
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _causes(cause)
