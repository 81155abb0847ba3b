"""A form as a probe sends it: fields and files become octets and a boundary.

Rules of this file: pure; the same row makes the same octets. Files are real, of
the few kinds that a relay or its upstream looks into, and no two are alike.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from conformance.errors import UsageError
from conformance.model import JSON

__all__ = ["CONTENTS", "encode", "inline"]

SIDE = 64
"""Pixels of each picture: square, as DALL-E 2 wants it."""
RATE = 8000
"""Samples of a recording's one second."""


def encode(row: Mapping[str, JSON]) -> tuple[str, bytes]:
    """Content type and body of a ``multipart`` row. Raises UsageError for unknown content."""
    parts = [*_fields(row.get("fields", {})), *map(_file, row.get("files", ()))]
    boundary = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
    delimiter = f"--{boundary}".encode()
    lines = b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in parts)
    return f"multipart/form-data; boundary={boundary}", lines + delimiter + b"--\r\n"


@cache
def inline() -> Mapping[str, str]:
    """One file of each kind in base64, for JSON bodies."""
    made = {kind: make(f"inline.{kind}") for kind, make in CONTENTS.items()}
    return {kind: base64.b64encode(octets).decode("ascii") for kind, octets in made.items()}


def _fields(fields: Mapping[str, JSON]) -> Iterator[bytes]:
    """One part a value; a list is a repeated field."""
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            text = str(one).lower() if isinstance(one, bool) else str(one)
            yield _disposition(name).encode() + b"\r\n\r\n" + text.encode()


def _file(row: Mapping[str, JSON]) -> bytes:
    """One part with a file name and a type."""
    if row["content"] not in CONTENTS:
        known = ", ".join(CONTENTS)
        raise UsageError(f"a file's content is {row['content']!r}; known are {known}")
    head = f'{_disposition(row["name"])}; filename="{row["filename"]}"'
    head += f"\r\nContent-Type: {row['type']}\r\n\r\n"
    return head.encode() + CONTENTS[row["content"]](row["filename"])


def _disposition(name: str) -> str:
    return f'Content-Disposition: form-data; name="{name}"'


def _picture(filename: str) -> bytes:
    """A PNG of one colour that the file's name decides."""
    colour = hashlib.sha256(filename.encode()).digest()[:3]
    return _png(2, (b"\0" + colour * SIDE) * SIDE)


def _mask(filename: str) -> bytes:
    """A PNG whose upper half is transparent."""
    colour = hashlib.sha256(filename.encode()).digest()[:3]
    rows = (b"\0" + (colour + alpha) * SIDE for alpha in (b"\0", b"\xff") for _ in range(SIDE // 2))
    return _png(6, b"".join(rows))


def _png(colour_type: int, rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, colour_type, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _recording(filename: str) -> bytes:
    """One second of a square wave in a WAV; the file's name decides the pitch."""
    half = 8 + hashlib.sha256(filename.encode()).digest()[0] % 24
    wave = (struct.pack("<h", 4000) * half + struct.pack("<h", -4000) * half) * RATE
    samples = wave[: RATE * 2]
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    head = struct.pack("<4sI4s", b"RIFF", 36 + len(samples), b"WAVE")
    return head + form + struct.pack("<4sI", b"data", len(samples)) + samples


def _text(filename: str) -> bytes:
    """A line of text, which is neither picture nor sound."""
    return f"This is {filename}.\n".encode()


CONTENTS: Mapping[str, Callable[[str], bytes]] = MappingProxyType(
    {"png": _picture, "mask": _mask, "wav": _recording, "text": _text}
)
"""What a row may call the content of a file -> who makes it from the file's name."""
