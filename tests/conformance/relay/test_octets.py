"""Plain octets pass as they come in, under the upstream's media type."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

SPEECH = {"model": "m", "input": "x", "voice": "v"}
SOUND = b"ID3\x00\xff" * 10
OK: dict[str, Any] = {"events": [SOUND, SOUND], "headers": {"Content-Type": "audio/mpeg"}}


def test_octets_and_media_type_are_kept(rig: Any, run: Any) -> None:
    """Nothing is decoded on the way; the request names the upstream's model."""

    async def work() -> Any:
        async with rig([OK]) as r:
            return await r.send("/v1/audio/speech", SPEECH), r.upstreams[0].calls

    (status, headers, octets), calls = run(work())

    assert (status, headers["content-type"], octets) == (200, "audio/mpeg", SOUND * 2)
    assert headers["x-request-id"].startswith("req_")
    assert calls == [SPEECH | {"model": "up"}]


def test_first_octets_are_not_held_back(rig: Any, run: Any) -> None:
    """They are with the client while the upstream still speaks."""

    async def work() -> bytes:
        async with (
            rig([OK | {"events": [SOUND], "end": "silence"}]) as r,
            r.client.post(f"{r.url}/v1/audio/speech", json=SPEECH) as response,
        ):
            return bytes(await response.content.readexactly(len(SOUND)))

    assert run(work()) == SOUND


@pytest.mark.parametrize(
    "reply",
    [
        {"status": 503, "body": {"error": {"message": "x"}}},
        {"events": [], "headers": {"Content-Type": "audio/mpeg"}},
        {"events": [], "headers": {"Content-Type": "audio/mpeg"}, "end": "cut"},
        {"body": b"<html>", "headers": {"Content-Type": "text/html"}},
        {"body": {"error": {"message": "x"}}, "headers": {"Content-Type": "application/json"}},
    ],
    ids=["503", "empty", "cut", "page", "json"],
)
def test_failure_before_the_first_octet_moves_on(rig: Any, run: Any, reply: Any) -> None:
    """The second channel answers; without one the client is told."""

    async def work() -> Any:
        async with rig([reply], [OK]) as r:
            good = await r.send("/v1/audio/speech", SPEECH)
        async with rig([reply]) as r:
            return good, await r.send("/v1/audio/speech", SPEECH)

    good, bad = run(work())

    assert (good[0], good[2]) == (200, SOUND * 2)
    assert bad[0] in {502, 503}
    assert json.loads(bad[2])["error"]["message"]


@pytest.mark.parametrize("end", ["cut", "silence"])
def test_break_after_octets_breaks_the_clients_message(rig: Any, run: Any, end: str) -> None:
    """What is not whole does not look whole, and is not spliced."""

    async def work() -> int:
        async with rig([OK | {"end": end}], [OK]) as r:
            with pytest.raises(aiohttp.ClientPayloadError):
                await r.send("/v1/audio/speech", SPEECH)
            return len(r.upstreams[1].calls)

    assert run(work()) == 0


@pytest.mark.parametrize(
    ("format_", "is_text"), [("srt", True), ("vtt", True), ("text", True), ("json", False)]
)
def test_format_decides_on_text(rig: Any, run: Any, format_: str, is_text: bool) -> None:
    """Subtitles are octets, everything else has to be JSON with a text."""
    text: dict[str, Any] = {"body": b"1\n00:00", "headers": {"Content-Type": "text/plain"}}
    reply = text if is_text else {"body": {"text": "hi"}}

    async def work() -> Any:
        data = aiohttp.FormData({"model": "m", "response_format": format_})
        data.add_field("file", b"RIFF", filename="a.wav")
        async with rig([reply]) as r:
            return await r.send("/v1/audio/translations", data=data)

    status, headers, octets = run(work())

    assert status == 200
    assert headers["content-type"] == ("text/plain" if is_text else "application/json")
    assert octets == (b"1\n00:00" if is_text else b'{"text":"hi"}')
