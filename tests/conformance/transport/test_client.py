"""The client tells each way in which a connection ends, seen on real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from conformance import __version__
from conformance.errors import SetupError, UsageError
from conformance.model import End, Exchange, RequestSpec
from conformance.transport.client import Client, needs_tls
from conformance.transport.leave import Leave
from conformance.transport.redact import Redactor

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

CHUNKED = b"HTTP/1.1 200 OK\r\nX-Case: Kept\r\nx-case: twice\r\nTransfer-Encoding: chunked\r\n\r\n"
GET = RequestSpec("GET", "/models")
RST = struct.pack("ii", 1, 0)


def says(*parts: bytes, reset: bool = False, silent: bool = False) -> Serve:
    """A server that reads one head, writes ``parts``, then closes, resets or waits."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for part in parts:
            writer.write(part)
            await writer.drain()
        if silent:
            await reader.read()
        if reset:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
            writer.transport.abort()

    return serve


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[str]:
    """A raw server; the address is its base URL."""
    handlers: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers.add(task)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await serve(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        async with asyncio.timeout(5):
            await asyncio.gather(*handlers)


async def exchange(base_url: str, spec: RequestSpec = GET, /, **options: object) -> Exchange:
    """One exchange with a client of its own."""
    async with Client(base_url, **options) as client:  # type: ignore[arg-type] # any option
        return await client.send(spec, probe="p", exchange_id="x1")


ENDS: dict[str, tuple[Serve, End, int | None, bytes]] = {
    "clean chunked": (says(CHUNKED, b"3\r\nabc\r\n0\r\n\r\n"), End.EOF, 200, b"abc"),
    "clean length": (
        says(b"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\n", b"no"), End.EOF, 404, b"no"),
    "clean by close": (says(b"HTTP/1.1 200 OK\r\n\r\nabc"), End.EOF, 200, b"abc"),
    "HTTP/1.0": (says(b"HTTP/1.0 200 OK\r\n\r\nabc"), End.EOF, 200, b"abc"),
    "no content": (says(b"HTTP/1.1 204 No Content\r\n\r\n"), End.EOF, 204, b""),
    "after 100": (says(b"HTTP/1.1 100 Continue\r\n\r\n", CHUNKED, b"0\r\n\r\n"), End.EOF, 200, b""),
    "redirect nowhere": (
        says(b"HTTP/1.1 302 X\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n"),
        End.EOF, 302, b""),
    "fin without last chunk": (says(CHUNKED, b"3\r\nabc\r\n"), End.TRUNCATED, 200, b"abc"),
    "fin inside a chunk": (says(CHUNKED, b"9\r\nabc"), End.TRUNCATED, 200, b"abc"),
    "fin inside a chunk size": (says(CHUNKED, b"3\r\nabc\r\n9"), End.TRUNCATED, 200, b"abc"),
    "fin inside the last chunk": (says(CHUNKED, b"3\r\nabc\r\n0\r\n"), End.TRUNCATED, 200, b"abc"),
    "short length": (
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), End.TRUNCATED, 200, b"abc"),
    "fin before the head": (says(), End.TRUNCATED, None, b""),
    "fin inside the head": (says(b"HTTP/1.1 200 OK\r\nX: "), End.TRUNCATED, None, b""),
    "rst before the head": (says(reset=True), End.RESET, None, b""),
    "rst inside the head": (says(b"HTTP/1.1 200 OK\r\nX", reset=True), End.RESET, None, b""),
    "rst inside the body": (says(CHUNKED, b"3\r\nabc\r\n", reset=True), End.RESET, 200, b"abc"),
    "rst inside a chunk": (says(CHUNKED, b"9\r\nabc", reset=True), End.RESET, 200, b"abc"),
    "rst in a close-delimited body": (
        says(b"HTTP/1.1 200 OK\r\n\r\nabc", reset=True), End.RESET, 200, b"abc"),
    "garbage": (says(b"SSH-2.0-OpenSSH_9.6\r\n"), End.PROTOCOL, None, b""),
    "garbage chunk size": (says(CHUNKED, b"3\r\nabc\r\nzz\r\n"), End.PROTOCOL, 200, b"abc"),
    "endless head": (says(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000), End.PROTOCOL, None, b""),
}  # fmt: skip


@pytest.mark.parametrize(("serve", "end", "status", "body"), ENDS.values(), ids=ENDS)
async def test_each_end_is_told(serve: Serve, end: End, status: int | None, body: bytes) -> None:
    """The end, the status and every octet before the end are kept."""
    async with listening(serve) as url:
        seen = await exchange(url)

    assert (end, status, body) == (seen.end, seen.status, seen.octets)
    assert (end is not End.EOF) == bool(seen.end_detail)


@pytest.mark.parametrize(
    ("parts", "status"), [((), None), ((CHUNKED, b"3\r\nabc\r\n"), 200)], ids=["head", "body"]
)
async def test_silence_ends_at_the_deadline(parts: tuple[bytes, ...], status: int | None) -> None:
    """A peer that stops talking is a timeout, before and inside the body."""
    async with listening(says(*parts, silent=True)) as url:
        seen = await exchange(url, RequestSpec("GET", "/x", timeout_s=0.2))

    assert (End.TIMEOUT, status) == (seen.end, seen.status)
    assert seen.end_detail == "no end within 0.2 s"
    assert seen.duration_s >= 0.2


async def test_a_body_that_trickles_ends_at_the_deadline() -> None:
    """The deadline bounds the whole exchange, not each read."""

    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED)
        while not reader.at_eof():
            writer.write(b"1\r\nx\r\n")
            await writer.drain()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.01):
                    await reader.read()

    async with listening(trickle) as url:
        seen = await exchange(url, timeout_s=0.2)

    assert End.TIMEOUT is seen.end
    assert len(seen.reads) > 1


def closed_port() -> int:
    """A port where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("base_url", "end"),
    [
        (f"http://127.0.0.1:{closed_port()}", End.REFUSED),
        (f"http://localhost:{closed_port()}/v1", End.REFUSED),
        ("http://nonexistent.invalid", End.UNRESOLVED),
    ],
    ids=["address", "name", "unresolved"],
)
async def test_no_connection(base_url: str, end: End) -> None:
    """Refused and unresolved are told apart, and have no head."""
    seen = await exchange(base_url, trust_env=False)

    assert (end, None, (), ()) == (seen.end, seen.status, seen.headers, seen.reads)
    assert seen.end_detail


@pytest.mark.parametrize("serve", [says(b"HTTP/1.1 400 Bad\r\n\r\n"), says(reset=True)])
async def test_failed_tls_is_unreachable(serve: Serve) -> None:
    """A port that speaks no TLS is not reached."""

    async def first_octets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        feed = asyncio.StreamReader()
        feed.feed_data(b"\r\n\r\n")
        await serve(feed, writer)

    async with listening(first_octets) as url:
        seen = await exchange(url.replace("http:", "https:"), verify=ssl.create_default_context())

    assert End.UNREACHABLE is seen.end


@pytest.mark.parametrize("limits", [{"connect_timeout_s": 0.1}, {"timeout_s": 0.1}])
async def test_no_answer_to_a_connect_is_unreachable(limits: dict[str, object]) -> None:
    """A limit that runs out before there is a connection does not blame the relay."""
    with socket.socket() as full, contextlib.ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):  # fill the backlog; the kernel then drops each SYN
            filler = waiting.enter_context(socket.socket())
            filler.setblocking(False)  # noqa: FBT003 (the socket's own signature)
            with contextlib.suppress(BlockingIOError):
                filler.connect(full.getsockname())

        seen = await exchange(f"http://127.0.0.1:{full.getsockname()[1]}", GET, **limits)

    assert End.UNREACHABLE is seen.end


async def test_leaving_closes_the_socket() -> None:
    """After the head, or after N events, the server sees the close at once."""
    gone = asyncio.Event()
    events = b"10\r\ndata: 1\n\ndata: 2\r\n" + b"2\r\n\n\n\r\n" + b"9\r\ndata: 3\n\n\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await says(CHUNKED, events, silent=True)(reader, writer)
        gone.set()

    for leave_after, body in [("headers", b""), ("event:2", b"data: 1\n\ndata: 2\n\n")]:
        gone.clear()
        async with listening(serve) as url, asyncio.timeout(5):
            seen = await exchange(url, RequestSpec("GET", "/x", leave_after=leave_after))
            await gone.wait()
        assert (End.LEFT, leave_after) == (seen.end, seen.end_detail)
        assert body == seen.octets


@pytest.mark.parametrize(
    ("leave_after", "status", "octets"), [("stall", 200, b""), ("call:1", 200, b"data: 1\n\n")]
)
async def test_somebody_else_says_when_to_leave(
    leave_after: str, status: int, octets: bytes
) -> None:
    """Until then a client that stalls reads nothing behind the head."""
    gone = asyncio.Event()
    leave = Leave()
    spec = RequestSpec("GET", "/x", leave_after=leave_after, volley="v")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await says(CHUNKED, b"9\r\ndata: 1\n\n\r\n", silent=True)(reader, writer)
        gone.set()

    async with listening(serve) as url, asyncio.timeout(5), Client(url) as client:
        asyncio.get_running_loop().call_later(0.3, leave.tell)
        seen = await client.send(spec, probe="p", exchange_id="x", leave=leave)
        await gone.wait()

    assert (End.LEFT, leave_after, "v") == (seen.end, seen.end_detail, seen.volley)
    assert (status, octets) == (seen.status, seen.octets)


async def test_a_client_says_how_far_it_has_read() -> None:
    """Octets as they come; events where the request wants to be heard."""
    events = b"10\r\ndata: 1\n\ndata: 2\r\n" + b"2\r\n\n\n\r\n" + b"0\r\n\r\n"
    leave = Leave()

    async with listening(says(CHUNKED, events)) as url, asyncio.timeout(5), Client(url) as client:
        spec = RequestSpec("GET", "/x", heard="event:1")
        await client.send(spec, probe="p", exchange_id="x", leave=leave)

    assert (leave.octets, leave.events) == (18, 2)


async def test_events_that_never_come_leave_the_end_as_it_is() -> None:
    """A stream shorter than the probe's wish just ends."""
    async with listening(says(CHUNKED, b"9\r\ndata: 1\n\n\r\n0\r\n\r\n")) as url:
        seen = await exchange(url, RequestSpec("GET", "/x", leave_after="event:2"))

    assert End.EOF is seen.end


async def test_a_body_over_the_cap_is_left() -> None:
    """Octets up to the cap are kept, and why there are no more."""
    async with listening(says(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 5000, silent=True)) as url:
        seen = await exchange(url, max_octets=1000)

    assert (seen.end, seen.end_detail, seen.octets) == (End.LEFT, "cap", b"x" * 1000)


async def test_reads_keep_their_times() -> None:
    """Reads stand in order of arrival, on a clock that starts with the request."""
    ticks = iter(range(1000))
    body = b"1\r\na\r\n1\r\nb\r\n0\r\n\r\n"

    async with listening(says(CHUNKED, body)) as url:
        seen = await exchange(url, clock=lambda: float(next(ticks)))

    assert [(read.at_s, read.octets) for read in seen.reads] == [(2.0, b"a"), (3.0, b"b")]
    assert (seen.ttfb_s, seen.duration_s) == (1.0, 4.0)
    assert seen.headers[:2] == (("X-Case", "Kept"), ("x-case", "twice"))
    assert seen.started_at.endswith("+00:00")


async def test_request_goes_out_as_specified() -> None:
    """Headers keep order, case and duplicates; defaults fill what is missing."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        heads.append(await reader.readexactly(2))
        writer.write(CHUNKED + b"0\r\n\r\n")

    spec = RequestSpec(
        "POST",
        "/chat?x=1",
        (("X-Dup", "1"), ("x-dup", "é"), ("User-Agent", "mine"), ("Authorization", "Bearer k")),
        b"{}",
    )
    async with listening(serve) as url:
        seen = await exchange(url + "/", spec)

    lines = heads[0].decode().split("\r\n")
    assert lines[0] == "POST /v1/chat?x=1 HTTP/1.1"
    assert "X-Dup: 1" in lines
    assert "x-dup: é" in lines
    assert "User-Agent: mine" in lines
    assert "accept-encoding: identity" in lines
    assert "Authorization: Bearer k" in lines
    assert not [line for line in lines if line.startswith("user-agent")]
    assert heads[1] == b"{}"
    assert ("Authorization", "Bearer [redacted]") in seen.request.headers
    assert (f"{url}/chat?x=1", b"{}", "POST") == (
        seen.request.url,
        seen.request.body,
        seen.request.method,
    )


@pytest.mark.parametrize(
    ("path", "as_is", "target"),
    [
        ("/../x", True, "/v1/../x"),
        ("//a/%2e%2e/b?c=1", True, "/v1//a/%2e%2e/b?c=1"),
        ("/../x", False, "/x"),
    ],
)
async def test_a_path_goes_out_as_it_is_written(path: str, target: str, *, as_is: bool) -> None:
    """When that is asked for; else a path may lead to a place beside the base URL."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(CHUNKED + b"0\r\n\r\n")

    async with listening(serve) as url:
        seen = await exchange(url, RequestSpec("GET", path, is_path_as_is=as_is))

    assert heads[0].startswith(f"GET {target} HTTP/1.1\r\n".encode())
    assert seen.request.url.endswith(target)


async def test_user_agent_names_the_suite() -> None:
    """A relay's log tells who asked; an empty path is the base URL itself."""
    async with listening(says(CHUNKED, b"0\r\n\r\n")) as url:
        seen = await exchange(url, RequestSpec("GET", ""))

    assert ("user-agent", f"relay-conformance/{__version__}") in seen.request.headers
    assert url == seen.request.url


async def test_secrets_are_gone() -> None:
    """Request, reply and split reads hold no secret."""
    secret = "sk-real-0123456789"
    redactor = Redactor({"KEY": secret})
    parts = (b"HTTP/1.1 200 OK\r\nX: " + secret.encode() + b"\r\n\r\n", secret[:5].encode())
    spec = RequestSpec("POST", f"/x?key={secret}", (("A", secret),), secret.encode())

    async with listening(says(*parts, secret[5:].encode())) as url:
        seen = await exchange(url, spec, redactor=redactor)

    assert secret not in repr(seen)
    assert seen.octets == b"[redacted:KEY]"


async def test_loopback_is_reached_without_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment does not stand before the machine itself."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    async with listening(says(CHUNKED, b"0\r\n\r\n")) as url:
        assert End.EOF is (await exchange(url)).end
        assert End.REFUSED is (await exchange("http://relay.invalid")).end


@pytest.mark.parametrize(
    "base_url", ["relay.example/v1", "ftp://relay.example", "http://", "http://[x]", "http://a..b"]
)
def test_a_base_url_that_is_none_is_refused(base_url: str) -> None:
    """Wrong use is told before any traffic."""
    with pytest.raises(UsageError, match="base URL"):
        Client(base_url)


@pytest.mark.parametrize("leave_after", ["event:0", "event:x", "body", ""])
async def test_an_unknown_leave_is_refused(leave_after: str) -> None:
    """The message names what is possible."""
    with pytest.raises(UsageError, match="expected headers, event:N, call:N or stall"):
        await exchange("http://127.0.0.1", RequestSpec("GET", "/", leave_after=leave_after))


@pytest.mark.parametrize("headers", [(("é", "x"),), (("X", "a\nb"),)])
async def test_a_request_that_is_no_http_is_our_fault(headers: tuple[tuple[str, str]]) -> None:
    """What cannot be sent is a setup error, not the relay's failure."""
    async with listening(says()) as url:
        with pytest.raises(SetupError, match="cannot be sent"):
            await exchange(url, RequestSpec("GET", "/", headers))


async def test_close_is_idempotent() -> None:
    """Closing twice is closing once."""
    client = Client("http://127.0.0.1")

    await client.close()
    await client.close()


@pytest.mark.parametrize(
    ("url", "needed"),
    [
        ("http://127.0.0.1:9100", False),
        ("HTTP://relay.example/v1", False),
        ("https://relay.example/v1", True),
        ("relay.example", True),
    ],
)
def test_certificates_are_read_only_for_an_address_that_has_some(url: str, needed: bool) -> None:
    """Plain HTTP on loopback, as most of the suite speaks, goes without."""
    assert needs_tls(url) is needed


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_a_file_is_asked_for_where_we_know_who_is_there(*, is_trusted: bool) -> None:
    """At the relay's host, or one that is trusted; a stranger is never asked."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(CHUNKED + b"0\r\n\r\n")

    async with listening(serve) as url, listening(serve) as other, Client(url) as client:
        if is_trusted:
            client.trust(other)
        told = f"{other.removesuffix('/v1')}/files/a.png"
        elsewhere = await client.send(RequestSpec("GET", told), probe="p", exchange_id="0")
        here = f"{url.removesuffix('/v1')}/b.png"
        own = await client.send(RequestSpec("GET", here), probe="p", exchange_id="1")
        broken = await client.send(RequestSpec("GET", "http://[/x"), probe="p", exchange_id="2")

    assert (elsewhere.request.url == told) is is_trusted
    assert own.request.url == here
    assert broken.request.url.startswith(url)
    assert len(heads) == 3
