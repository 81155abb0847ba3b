"""Defects of a stream's head and of how its octets travel."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

from conformance.relay import headers
from conformance.relay.answer import Answer, Body
from conformance.relay.defects import transfer
from conformance.relay.defects.base import Defects
from conformance.relay.sse import Kind, OutEvent
from conformance.relay.turn import Turn

EVENTS = [OutEvent(Kind.CHUNK, "é"), OutEvent(Kind.DONE, "[DONE]")]
PLAIN = "data: é\n\ndata: [DONE]\n\n".encode()


def test_stream_as_json_type() -> None:
    """Only the type differs."""
    shown = transfer.StreamAsJsonType(Turn("r")).stream_headers({**headers.STREAM})

    assert shown == headers.STREAM | {"Content-Type": "application/json"}


def test_no_cache_control() -> None:
    """Only Cache-Control is gone."""
    shown = transfer.NoCacheControl(Turn("r")).stream_headers({**headers.STREAM})

    assert set(headers.STREAM) - set(shown) == {"Cache-Control"}


def test_buffer_stream() -> None:
    """Nothing is written before the end, and then everything."""
    defect = transfer.BufferStream(Turn("r"))
    active = Defects((defect,))

    assert [active.octets(event) for event in EVENTS] == [b"", b""]
    assert defect.tail(b"") == PLAIN


def test_gzip_unasked() -> None:
    """Streams and completions are compressed, errors are not."""
    defect = transfer.GzipUnasked(Turn("r"))
    active = Defects((defect,))
    parts = [*(active.octets(event) for event in EVENTS), defect.tail(b"")]
    completion = defect.answer(Answer(200, Body.COMPLETION, b"{}"))

    assert all(parts)
    assert gzip.decompress(b"".join(parts)) == PLAIN
    assert gzip.decompress(completion.octets) == b"{}"
    assert completion.headers == defect.stream_headers({}) == {"Content-Encoding": "gzip"}
    assert defect.answer(Answer(400, Body.ERROR, b"{}")).octets == b"{}"


def test_missing_last_chunk(rig: Any, run: Any, stream: Any) -> None:
    """All events arrive, then the connection ends without the last chunk."""
    body = json.dumps({"model": "m", "messages": [], "stream": True})

    async def work() -> bytes:
        async with rig([{"events": stream}], defects=("missing_last_chunk",)) as r:
            reader, writer = await asyncio.open_connection("127.0.0.1", r.url.rpartition(":")[2])
            head = (
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-client"
            )
            writer.write(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
            octets = await reader.read()
            writer.close()
            return octets

    octets = run(work())

    assert octets.startswith(b"HTTP/1.1 200 OK")
    assert octets.endswith(b"data: [DONE]\n\n\r\n")
