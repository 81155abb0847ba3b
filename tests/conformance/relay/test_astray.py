"""What no honest relay does is done by the defects, and only by them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from conformance.relay import astray
from conformance.relay.endpoints import Takes

BODY = {"id": "c1", "object": "chat.completion", "choices": [], "model": "up", "usage": {}}


@pytest.mark.parametrize(
    ("path", "climbs"),
    [("/v1/../admin", True), ("/v1/%2e%2e/x", True), ("/v1/models/a..b", False), ("/v1", False)],
)
def test_a_climbing_path(path: str, *, climbs: bool) -> None:
    """A segment of two dots, however it is written."""
    assert astray.climbs(path) is climbs


def test_a_passage_keeps_the_path() -> None:
    """Nothing is read, and any model will do."""
    row = astray.passage("/v1/../x", "GET")

    assert (row.path, row.methods, row.takes) == ("/v1/../x", ("GET",), Takes.NOTHING)


@pytest.mark.parametrize(
    ("path", "is_loose"),
    [
        ("/v1//chat/completions", True),
        ("/v1/chat/completions/", True),
        ("/v1/Chat/Completions", True),
        ("/v1/chat/completions", False),
        ("/v1/models/", False),
    ],
)
def test_another_spelling(path: str, *, is_loose: bool) -> None:
    """Of chat completions alone."""
    assert astray.is_loose(path) is is_loose


def test_addresses_of_pictures_are_found_at_any_depth() -> None:
    """Written as text or as an object; what is in the request itself has none."""
    body = {
        "image_url": "https://a.example/1",
        "input": [{"content": [{"image_url": {"url": "http://b.example/2"}}, "text"]}],
        "other": {"image_url": "data:image/png;base64,x", "url": "http://c.example"},
    }

    assert list(astray.urls(body)) == ["https://a.example/1", "http://b.example/2"]


@pytest.mark.parametrize(("defects", "fetched"), [((), 0), (("fetches_pictures",), 1)])
def test_a_picture_is_fetched(rig: Any, run: Any, defects: Any, fetched: int) -> None:
    """One that cannot be reached is no failure."""
    hits: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hits.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async def work() -> int:
        listener = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        urls = [f"http://127.0.0.1:{port}/picture", "http://127.0.0.1:1/none"]
        shown = [{"type": "image_url", "image_url": {"url": url}} for url in urls]
        async with listener, rig([{"body": BODY}], defects=defects) as r:
            status, _, _ = await r.ask(messages=[{"role": "user", "content": shown}])
        return int(status)

    assert run(work()) == 200
    assert [hit.split(b" ")[1] for hit in hits] == [b"/picture"] * fetched


@pytest.mark.parametrize(
    ("defects", "path", "status"),
    [
        ((), "/v1/models/..%2f..%2fadmin", 404),
        (("path_climbs",), "/v1/models/..%2f..%2fadmin", 200),
        ((), "/v1//chat/completions", 404),
        (("loose_paths",), "/v1//chat/completions", 200),
        (("loose_paths",), "/v1/chat/completions", 401),
    ],
)
def test_a_path_leads_astray(rig: Any, run: Any, defects: Any, path: str, status: int) -> None:
    """With the defect only; loose paths are past the keys."""

    async def work() -> Any:
        async with rig([{"body": BODY}], defects=defects) as r:
            nobody = {"Authorization": "Bearer sk-unknown"} if "chat" in path else {}
            method = "POST" if "chat" in path else "GET"
            asked = {"model": "m", "messages": [{"role": "user", "content": "x"}]}
            body = asked if method == "POST" else None
            seen = await r.send(path, body, method=method, headers=nobody)
            return seen[0], json.loads(seen[2])

    assert run(work())[0] == status
