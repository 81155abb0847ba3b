"""HTTP/1.1 message octets from frames, by hand.

Rules of this file: pure functions; what is written when is the business of
``play``. Nothing is corrected: a header that a fault put in goes out as it is,
also when it contradicts the body (RFC 9112 sections 4 to 7).
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from types import MappingProxyType
from typing import NamedTuple

from mock_upstream.frames import Abort, AbortKind, Data, Frame, Frames, Framing, Head, Headers, Raw

LAST_CHUNK = b"0\r\n\r\n"
"""What ends a chunked body (RFC 9112 section 7.1)."""

PHRASES = MappingProxyType({int(status): status.phrase for status in HTTPStatus})


def reason(status: int) -> str:
    """The registered reason phrase, or nothing for an unregistered status."""
    return PHRASES.get(status, "")


def bodyless(method: str, status: int) -> bool:
    """Whether the message ends at its header section (RFC 9112 section 6.3)."""
    return method == "HEAD" or status < 200 or status in {204, 304}


def framing_headers(head: Head, body_octets: int) -> Headers:
    """The headers that announce the framing; none that ``head`` names itself."""
    match head.framing:
        case Framing.CHUNKED:
            wanted = ("Transfer-Encoding", "chunked")
        case Framing.LENGTH:
            length = body_octets if head.length is None else head.length
            wanted = ("Content-Length", str(length))
        case Framing.CLOSE:
            wanted = ("Connection", "close")
    given = {name.lower() for name, _ in head.headers}
    return () if wanted[0].lower() in given else (wanted,)


def head_octets(status: int, headers: Headers) -> bytes:
    """Status line and header section, with the empty line."""
    lines = [f"HTTP/1.1 {status} {reason(status)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def chunk(octets: bytes) -> bytes:
    """One chunk of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(octets), octets)


class Wire(NamedTuple):
    """All that a peer reads of one reply, and how the reply ends."""

    octets: bytes
    end: AbortKind | None = None
    """None: the message is ended properly, as far as its framing tells."""


def wire(frames: Frames, method: str = "POST") -> Wire:
    """What ``frames`` put on a socket, up to the end or the first abort."""
    out: list[bytes] = []
    is_chunked = is_bodyless = False
    for frame in frames:
        match frame:
            case Head():
                is_bodyless = bodyless(method, frame.status)
                is_chunked = frame.framing is Framing.CHUNKED and not is_bodyless
                out.append(head_octets(frame.status, all_headers(frame, frames)))
            case Data() if frame.octets and not is_bodyless:
                out.append(chunk(frame.octets) if is_chunked else frame.octets)
            case Raw():
                out.append(frame.octets)
            case Abort():
                last = LAST_CHUNK if is_chunked and frame.kind.is_late else b""
                return Wire(b"".join([*out, last]), frame.kind)
    return Wire(b"".join([*out, LAST_CHUNK if is_chunked else b""]))


def all_headers(head: Head, frames: Frames) -> Headers:
    """The headers of ``head`` with those that announce the framing of ``frames``."""
    if head.status < 200 or head.status in {204, 304}:
        return head.headers
    length = 0 if head.framing is Framing.CHUNKED else body_octets(frames)
    return head.headers + framing_headers(head, length)


def body_octets(frames: Iterable[Frame]) -> int:
    """How many body octets ``frames`` hold."""
    return sum(len(frame.octets) for frame in frames if isinstance(frame, Data))
