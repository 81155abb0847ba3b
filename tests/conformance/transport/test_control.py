"""The control client drives a real mock, and tells in its words what went wrong."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from conformance.errors import SetupError
from conformance.transport.control import MockControl, MockUpstream
from conformance.transport.redact import Redactor
from mock_upstream import server

CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "hi"}]}
REFUSING = {
    "version": 1,
    "upstreams": {"primary": {"rules": [{"steps": [{"reply": {"error": "rate_limit_exceeded"}}]}]}},
}


@asynccontextmanager
async def mock(token: str | None = None, **options: object) -> AsyncIterator[MockControl]:
    """A control client of a fresh mock."""
    running = await server.start(token=token)
    try:
        async with MockControl(running.url + "/", token, **options) as control:  # type: ignore[arg-type] # any option
            yield control
    finally:
        await running.close()


async def ask(upstream: MockUpstream, query: str = "", **headers: str) -> int:
    """One chat request straight to an upstream; returns its status."""
    shown = {"authorization": f"Bearer {upstream.key}", **headers}
    async with httpx2.AsyncClient(trust_env=False, headers=shown) as http:
        url = f"{upstream.base_url}/chat/completions{query}"
        return (await http.post(url, json=CHAT)).status_code


async def test_a_session_from_start_to_end() -> None:
    """Made, scripted, called, read, and gone."""
    async with mock() as control:
        upstreams = await control.create_session("lane-0", ["primary", "backup"])
        generation = await control.load_script("lane-0", REFUSING)
        status = await ask(upstreams["primary"], "?a=1")
        await control.give_signal("lane-0", "go")
        (call,) = await control.journal("lane-0", generation, 0.01)
        await control.delete_session("lane-0")

        with pytest.raises(SetupError, match="404 no session 'lane-0'"):
            await control.journal("lane-0", generation)

    assert list(upstreams) == ["primary", "backup"]
    assert (status, call.status) == (429, 429)
    assert (call.upstream, call.method, call.path) == (
        "primary",
        "POST",
        "/v1/chat/completions?a=1",
    )
    assert b'"gpt-4o-mini"' in call.body
    assert call.closed == "mock"
    assert call.reply["error"]


async def test_the_address_is_where_an_upstream_is_called() -> None:
    """The base URL that its session was made with lies below it."""
    async with mock() as control:
        made = await control.create_session("lane-1", ["primary"])

        assert made["primary"].base_url.startswith(control.address("lane-1", "primary"))


async def test_a_probe_without_script_meets_health() -> None:
    """No script does not mean the last one."""
    async with mock() as control:
        upstreams = await control.create_session("s", ["primary", "backup"])
        first = await control.load_script("s", REFUSING)
        second = await control.load_script("s")
        statuses = [await ask(upstreams[name]) for name in ("primary", "backup")]
        calls = await control.journal("s", second)

        assert await control.journal("s", first) == ()

    assert statuses == [200, 200]
    assert [call.upstream for call in calls] == ["primary", "backup"]
    assert second > first


async def test_calls_are_redacted() -> None:
    """A client's key that a relay passes on is evidence only by its name."""
    secret = "sk-real-0123456789"
    async with mock(redactor=Redactor({"KEY": secret})) as control:
        upstreams = await control.create_session("s", ["primary"])
        await ask(upstreams["primary"], **{"x-api-key": secret})
        (call,) = await control.journal("s", 0)

    assert ("x-api-key", "[redacted:KEY]") in [
        (name.lower(), value) for name, value in call.headers
    ]


async def test_a_session_is_replaced_only_on_demand() -> None:
    """Two runs on one mock do not share a session by accident."""
    async with mock() as control:
        await control.create_session("s", ["primary"])

        with pytest.raises(SetupError, match=r"409 session 's' exists.*at /id"):
            await control.create_session("s", ["primary"])
        assert list(await control.create_session("s", ["other"], may_replace=True)) == ["other"]


async def test_a_broken_script_is_pointed_at() -> None:
    """The mock's own message and pointers reach the user."""
    async with mock() as control:
        await control.create_session("s", ["primary"])

        with pytest.raises(SetupError, match="/script/upstreams"):
            await control.load_script("s", {"version": 1, "upstreams": {"primary": {"no": 1}}})


async def test_a_script_may_be_large() -> None:
    """A reply of some megabytes is loaded like any other."""
    steps = [{"reply": {"text": "long " * 2**19}}]
    script = {"version": 1, "upstreams": {"primary": {"rules": [{"steps": steps}]}}}
    async with mock() as control:
        await control.create_session("s", ["primary"])

        assert await control.load_script("s", script) > 0


async def test_the_token_is_shown() -> None:
    """A mock with a token takes its client, and no other."""
    async with mock(token="t0ken") as control:
        await control.create_session("s", ["primary"])
        async with MockControl(control.control_url) as stranger:
            with pytest.raises(SetupError, match=r"401 .*token"):
                await stranger.create_session("t", ["primary"])


async def test_health_names_the_version() -> None:
    """The mock answers, and says what it is."""
    async with mock() as control:
        assert (await control.health())["status"] == "ok"
        assert await control.version()


async def test_a_mock_on_this_machine_is_reached_past_the_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The environment's proxy is for the world outside."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    async with mock() as control:
        assert await control.version()
    async with MockControl("http://mock.invalid") as elsewhere:
        with pytest.raises(SetupError, match=r"127\.0\.0\.1:9"):
            await elsewhere.health()


async def test_no_mock_is_a_setup_error() -> None:
    """Nothing listens: said with the address, not as a verdict."""
    running = await server.start()
    await running.close()

    async with MockControl(running.url) as control:
        with pytest.raises(SetupError, match=f"mock {running.url}: GET /__mock__/v1/health"):
            await control.health()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>", "no JSON"),
        (b"[]", "no JSON object"),
        (b"{}", "not understood: KeyError"),
        (b'{"generation": "x", "upstreams": [], "entries": [1]}', "not understood"),
    ],
)
async def test_something_else_at_the_address(body: bytes, message: str) -> None:
    """A server that is no mock is a setup error in every call."""
    async with replying(200, body) as url, MockControl(url) as control:
        for call in (
            control.load_script("s"),
            control.create_session("s", ["primary"]),
            control.journal("s", 1),
        ):
            with pytest.raises(SetupError, match=message):
                await call


@pytest.mark.parametrize("body", [b'{"detail": "busy"}', b'{"error": "busy"}'])
async def test_a_refusal_in_other_words_is_shown(body: bytes) -> None:
    """A refusal without the mock's envelope is told as it is."""
    async with replying(503, body) as url, MockControl(url) as control:
        with pytest.raises(SetupError, match=r"503 .*busy"):
            await control.health()


async def test_binary_bodies_come_back() -> None:
    """A journal carries octets that are no text."""
    coded = base64.b64encode(b"\xff\x00").decode()
    entry = (
        f'{{"upstream": "u", "method": "POST", "path": "/", "headers": [["A", "1"]],'
        f'"body": {{"octets": 2, "sha256": "x", "base64": "{coded}"}}, "arrived_s": 0.5,'
        f'"sent": [[0.1, 3]], "written": {{"base64": "{coded}"}}, "closed": "relay"}}'
    )
    async with (
        replying(200, f'{{"entries": [{entry}]}}'.encode()) as url,
        MockControl(url) as control,
    ):
        (call,) = await control.journal("s", 1)

    assert (
        call.body,
        call.headers,
        call.sent,
        call.written,
        call.closed,
    ) == (b"\xff\x00", (("A", "1"),), ((0.1, 3),), b"\xff\x00", "relay")


@asynccontextmanager
async def replying(status: int, body: bytes) -> AsyncIterator[str]:
    """A server with one answer to everything."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    listener = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with listener:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
