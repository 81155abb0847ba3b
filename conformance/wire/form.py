"""``multipart/form-data`` read as a witness reads it (RFC 7578).

Rules of this file: exact and pure; a body that is no such form has no parts. Header
values other than names are kept as they came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Part", "parts"]

_BOUNDARY = re.compile(r'(?i)^multipart/form-data\s*;.*?\bboundary=(?:"([^"]+)"|([^;\s]+))')
_PARAMETER = re.compile(r'(?i)[;\s]({})=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))')
_LINE = re.compile(r"(?i)^([a-z-]+)[ \t]*:[ \t]*(.*?)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """One field; ``filename`` is None for a plain value, ``content_type`` when none is said."""

    name: str
    octets: bytes
    filename: str | None = None
    content_type: str | None = None

    @property
    def bare_name(self) -> str:
        """The name without the ``[]`` that some clients put behind lists."""
        return self.name.removesuffix("[]")


def parts(content_type: str, body: bytes) -> tuple[Part, ...]:
    """The parts of a form, in order; none when the body is no whole form."""
    match = _BOUNDARY.match(content_type)
    if match is None:
        return ()
    delimiter = b"\r\n--" + (match[1] or match[2]).encode()
    _, *pieces = (b"\r\n" + body).split(delimiter)
    if not pieces or not pieces[-1].startswith(b"--"):
        return ()
    return tuple(part for part in map(_part, pieces[:-1]) if part is not None)


def _part(piece: bytes) -> Part | None:
    head, _, octets = piece.partition(b"\r\n\r\n")
    lines = (_LINE.match(line) for line in head.decode("utf-8", "replace").split("\r\n"))
    headers = {line[1].lower(): line[2] for line in lines if line}
    disposition = headers.get("content-disposition", "")
    name = _parameter(disposition, "name")
    if name is None:
        return None
    kind = headers.get("content-type")
    return Part(name, octets, _parameter(disposition, "filename"), kind)


def _parameter(value: str, name: str) -> str | None:
    match = re.search(_PARAMETER.pattern.format(name), value)
    if match is None:
        return None
    return match[3] if match[2] is None else re.sub(r"\\(.)", r"\1", match[2])
