"""An error of the HTTP library becomes the end that its causes tell."""

from __future__ import annotations

import socket
import ssl

import httpx2
import pytest

from conformance.model import End
from conformance.transport.ends import end_of

GROUP = ExceptionGroup("all failed", [OSError("no route"), ConnectionRefusedError("refused")])
CASES: list[tuple[httpx2.TransportError, BaseException | None, End]] = [
    (httpx2.ConnectTimeout(""), TimeoutError(), End.UNREACHABLE),
    (httpx2.ConnectError(""), socket.gaierror(-2, "unknown"), End.UNRESOLVED),
    (httpx2.ConnectError(""), ConnectionRefusedError(111, "refused"), End.REFUSED),
    (httpx2.ConnectError(""), GROUP, End.REFUSED),
    (httpx2.ConnectError(""), ConnectionResetError(), End.UNREACHABLE),
    (httpx2.ConnectError(""), ssl.SSLCertVerificationError("bad"), End.UNREACHABLE),
    (httpx2.ConnectError(""), OSError(113, "no route"), End.UNREACHABLE),
    (httpx2.ProxyError("407"), None, End.UNREACHABLE),
    (httpx2.ReadError(""), ConnectionResetError(104, "reset"), End.RESET),
    (httpx2.ReadError(""), BrokenPipeError(32, "pipe"), End.RESET),
    (httpx2.ReadError(""), ssl.SSLError(1, "bad record"), End.PROTOCOL),
    (httpx2.ReadError(""), None, End.RESET),
    (httpx2.RemoteProtocolError("peer closed connection without …"), None, End.TRUNCATED),
    (httpx2.RemoteProtocolError("Server disconnected without …"), None, End.TRUNCATED),
    (httpx2.RemoteProtocolError("illegal status line"), None, End.PROTOCOL),
]


@pytest.mark.parametrize(("error", "cause", "end"), CASES)
def test_causes_tell_the_end(
    error: httpx2.TransportError, cause: BaseException | None, end: End
) -> None:
    """The socket's own error decides, wherever it is in the chain."""
    middle = OSError("in between")
    middle.__context__ = cause
    error.__cause__ = middle if cause else None

    assert end is end_of(error)[0]


def test_detail_is_the_innermost_text() -> None:
    """What the system said is what is shown."""
    error = httpx2.ConnectError("outer")
    error.__cause__ = ConnectionRefusedError(111, "port is closed")

    assert end_of(error) == (End.REFUSED, "[Errno 111] port is closed")
    assert end_of(httpx2.ReadError("")) == (End.RESET, "")
