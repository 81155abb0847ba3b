"""Streams are read whatever their framing and their type."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from conformance.relay.chunks import ChunkFlow
from conformance.relay.config import Channel, Limits
from conformance.relay.defects.base import Defects
from conformance.relay.retry import Cause, Failure
from conformance.relay.stream import ClientStream
from conformance.relay.turn import Turn

TEXT = "héllo"


def texts(events: list[Any]) -> str:
    """Return the text of all chunks."""
    return "".join(
        choice["delta"].get("content", "")
        for event in events
        if event != "[DONE]"
        for choice in event["choices"]
    )


def as_octets(stream: Any, line_end: str, space: str = " ") -> bytes:
    """Return a stream as octets with other line ends."""
    datas = [e if isinstance(e, str) else json.dumps(e, ensure_ascii=False) for e in stream]
    return "".join(f"data:{space}{data}{line_end * 2}" for data in datas).encode()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(
    "how", ["whole", "octets", "bom", "no-space", "no-done", "open-end", "more"]
)
def test_odd_framing_reaches_the_client_in_the_plain_form(
    rig: Any, run: Any, stream: Any, line_end: str, how: str
) -> None:
    """The client sees the same four chunks and one terminator."""
    octets = as_octets(stream[:4] if how == "no-done" else stream, line_end)
    events = [octets]
    if how == "octets":
        events = [octets[at : at + 1] for at in range(len(octets))]
    if how == "open-end":
        events = [octets.removesuffix(line_end.encode() * 2)]
    if how == "bom":
        events = [b"\xef\xbb\xbf", octets]
    if how == "no-space":
        events = [as_octets(stream, line_end, space="")]
    if how == "more":
        events = [b": hi" + line_end.encode() * 2, octets, octets]

    async def work() -> Any:
        headers = {"Content-Type": "text/plain"}
        async with rig([{"events": events, "headers": headers}]) as r:
            return (await r.ask(stream=True))[2]

    seen = run(work())

    assert len(seen) == 5
    assert texts(seen) == TEXT
    assert seen[-1] == "[DONE]"


def test_events_are_written_one_by_one(rig: Any, run: Any, stream: Any) -> None:
    """The first event is with the client while the upstream still waits."""

    async def work() -> bytes:
        async with rig([{"events": stream[:2], "end": "silence"}]) as r:
            body = {"model": "m", "messages": [], "stream": True}
            async with r.client.post(f"{r.url}/v1/chat/completions", json=body) as response:
                return bytes(await response.content.readuntil(b"\n\n"))

    assert b'"role":"assistant"' in run(work())


def test_client_that_left_ends_the_request(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that finds nobody is not swallowed, so that the upstream is let go."""
    request = make_mocked_request("POST", "/")
    client = ClientStream(request, Turn("r"), Defects(), ChunkFlow(Turn("r"), Defects()))

    async def gone(octets: bytes) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(client, "response", SimpleNamespace(write=gone))

    with pytest.raises(ConnectionResetError):
        run(client.tell(Failure(Cause.CUT), Channel("a", "https://up.example", "k", {})))


def test_event_beyond_the_limit_breaks_the_stream(rig: Any, run: Any, stream: Any) -> None:
    """An endless event ends with an error, not with the relay's memory."""

    async def work() -> Any:
        events = [*stream[:2], b"data: " + b"x" * 5000]
        async with rig([{"events": events}], limits=Limits(event_octets=1000)) as r:
            return (await r.ask(stream=True))[2]

    assert "error" in run(work())[-1]
