"""Defects of a stream's head and of how its octets travel."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace

from conformance.relay.answer import Answer, Body
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.sse import OutEvent
from conformance.relay.turn import Turn

__all__ = [
    "BufferStream",
    "GzipUnasked",
    "MissingLastChunk",
    "NoCacheControl",
    "StreamAsJsonType",
]


_GZIP = {"Content-Encoding": "gzip"}


class StreamAsJsonType(Defect):
    """A stream is declared as application/json."""

    name = "stream_as_json_type"

    def stream_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Declare the wrong type."""
        return headers | {"Content-Type": "application/json"}


class NoCacheControl(Defect):
    """A stream has no Cache-Control header."""

    name = "no_cache_control"

    def stream_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Leave the header out."""
        return {name: value for name, value in headers.items() if name != "Cache-Control"}


class BufferStream(Defect):
    """The whole stream is collected and written at once."""

    name = "buffer_stream"
    _held = b""

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Keep the event."""
        self._held += octets
        return b""

    def tail(self, octets: bytes) -> bytes:
        """Write all that was kept."""
        return self._held + octets


class MissingLastChunk(Defect):
    """The connection is closed without the terminating chunk of the body."""

    name = "missing_last_chunk"
    switches = frozenset({Switch.NO_LAST_CHUNK})


class GzipUnasked(Defect):
    """Completions are compressed for a client that did not offer to read that."""

    name = "gzip_unasked"

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self._press = zlib.compressobj(wbits=31)

    def stream_headers(self, headers: dict[str, str]) -> dict[str, str]:
        """Declare the coding."""
        return headers | _GZIP

    def octets(self, octets: bytes, event: OutEvent) -> bytes:
        """Compress the event and flush it."""
        return self._press.compress(octets) + self._press.flush(zlib.Z_SYNC_FLUSH)

    def tail(self, octets: bytes) -> bytes:
        """End the compressed body."""
        return self._press.compress(octets) + self._press.flush()

    def answer(self, answer: Answer) -> Answer:
        """Compress a completion in one piece."""
        if answer.about is not Body.COMPLETION:
            return answer
        coded = gzip.compress(answer.octets, mtime=0)
        return replace(answer, octets=coded, headers={**answer.headers, **_GZIP})
