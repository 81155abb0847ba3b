"""Multipart forms, taken apart and put together again octet by octet (RFC 2046 5.1.1).

Rules of this file: no sockets. A part keeps its head as it was sent; a form
whose parts are unchanged is written as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import Message

__all__ = ["Form", "Part", "parse_form"]

_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One field: its name, the name of the file if it is one, its head and its octets."""

    name: str
    filename: str | None
    head: bytes
    """The header lines without the empty one that closes them."""
    octets: bytes

    @property
    def text(self) -> str:
        """The value of a field that is no file."""
        return self.octets.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Form:
    """The parts in their order, and what separates them."""

    content_type: str
    """As it was sent; it names the boundary."""
    boundary: bytes
    parts: tuple[Part, ...]

    @property
    def texts(self) -> dict[str, str]:
        """The fields that are no files, without the ``[]`` of lists."""
        return {_bare(part.name): part.text for part in self.parts if part.filename is None}

    @property
    def names(self) -> frozenset[str]:
        """All names, without the ``[]`` of lists."""
        return frozenset(_bare(part.name) for part in self.parts)

    def with_text(self, name: str, text: str) -> Form:
        """Return the form with one text field replaced, or added at the end."""
        octets = text.encode()
        if name in self.texts:
            parts = [
                replace(part, octets=octets) if part.name == name else part for part in self.parts
            ]
            return replace(self, parts=tuple(parts))
        head = f'Content-Disposition: form-data; name="{name}"'.encode()
        return replace(self, parts=(*self.parts, Part(name, None, head, octets)))

    def render(self) -> bytes:
        """Return the octets of the whole body."""
        line = b"--" + self.boundary
        parts = [
            b"".join((line, _END, part.head, _END, _END, part.octets, _END)) for part in self.parts
        ]
        return b"".join((*parts, line, b"--", _END))


def parse_form(content_type: str, octets: bytes) -> Form:
    """Return the form of a whole body. Raises ValueError when it is none."""
    boundary = _boundary(content_type)
    line = b"--" + boundary
    body = octets if octets.startswith(line) else octets[_first(octets, line) :]
    *parts, end = (_END + body).split(_END + line)[1:]
    if not end.startswith(b"--"):
        raise ValueError("the closing boundary is missing")
    return Form(content_type, boundary, tuple(_part(part) for part in parts))


def _boundary(content_type: str) -> bytes:
    boundary = _parameter("content-type", content_type, "boundary")
    if not boundary:
        raise ValueError("no boundary")
    return boundary.encode()


def _first(octets: bytes, line: bytes) -> int:
    """Return where the first boundary begins behind a preamble."""
    at = octets.find(_END + line)
    if at < 0:
        raise ValueError("the boundary never occurs")
    return at + len(_END)


def _part(octets: bytes) -> Part:
    """Return the part behind a boundary; blanks may follow the boundary on its line."""
    padding, separator, rest = octets.partition(_END)
    head, found, value = (_END + rest).partition(_END + _END)
    if padding.strip() or not separator or not found:
        raise ValueError("a part has no head")
    head = head.removeprefix(_END)
    disposition = _disposition(head)
    name = _parameter("content-disposition", disposition, "name")
    if name is None:
        raise ValueError("a part has no name")
    return Part(name, _parameter("content-disposition", disposition, "filename"), head, value)


def _disposition(head: bytes) -> str:
    for line in head.decode("utf-8", errors="surrogateescape").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            return value.strip()
    raise ValueError("a part has no Content-Disposition")


def _parameter(header: str, value: str, name: str) -> str | None:
    """Return a parameter of a header, unquoted."""
    message = Message()
    message[header] = value
    found = message.get_param(name, header=header)
    return found if isinstance(found, str) else None


def _bare(name: str) -> str:
    return name.removesuffix("[]")
