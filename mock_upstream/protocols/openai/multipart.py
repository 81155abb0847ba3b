"""``multipart/form-data`` bodies: octets in, parts out (RFC 7578, RFC 2046 section 5.1).

Rules of this file: pure and bounded; a body that breaks the grammar is refused
as a whole. What a part means is the business of ``forms``.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message

__all__ = ["MultipartError", "Part", "boundary_of", "parse"]

MAX_PARTS = 128
MAX_HEAD_OCTETS = 8 * 2**10


class MultipartError(ValueError):
    """The body is no ``multipart/form-data``."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form; ``filename`` is None for a plain value."""

    name: str
    octets: bytes
    filename: str | None = None
    content_type: str | None = None

    @property
    def text(self) -> str:
        """The value of a plain field."""
        return self.octets.decode("utf-8", "replace")


def boundary_of(content_type: str) -> str | None:
    """The boundary that a Content-Type names, when it is ``multipart/form-data``."""
    head = Message()
    head["content-type"] = content_type
    boundary = head.get_param("boundary")
    is_form = head.get_content_type() == "multipart/form-data"
    return boundary if is_form and isinstance(boundary, str) and boundary else None


def parse(octets: bytes, boundary: str) -> tuple[Part, ...]:
    """The parts between the delimiters, in order. Raises MultipartError."""
    delimiter = b"\r\n--" + boundary.encode()
    _preamble, *pieces = (b"\r\n" + octets).split(delimiter)
    if not pieces:
        raise MultipartError("the boundary does not occur")
    if len(pieces) > MAX_PARTS + 1:
        raise MultipartError(f"more than {MAX_PARTS} parts")
    parts: list[Part] = []
    for piece in pieces:
        if piece.startswith(b"--"):
            return tuple(parts)
        parts.append(_part(piece))
    raise MultipartError("the closing delimiter is missing")


def _part(piece: bytes) -> Part:
    """What stands between two delimiters."""
    padding, line, rest = piece.partition(b"\r\n")
    if padding.strip(b" \t") or not line:
        raise MultipartError("a delimiter is not alone on its line")
    head, gap, octets = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if not gap or len(head) > MAX_HEAD_OCTETS:
        raise MultipartError("a part has no end of its headers")
    headers = _headers(head)
    name = headers.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise MultipartError("a part has no name")
    filename = headers.get_filename()
    kind = headers["content-type"]
    return Part(name, octets, filename, None if kind is None else str(kind))


def _headers(head: bytes) -> Message:
    """The headers of a part."""
    message = Message()
    for line in head.split(b"\r\n")[1:]:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if not colon:
            raise MultipartError("a header of a part has no colon")
        message[name.strip()] = value.strip()
    return message
