"""Frames on a real socket: four ways to end are four different things."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import pytest
from aiohttp import web

from mock_upstream.frames import Abort, AbortKind, Data, Frames, Framing, Head, Headers, Pause, Raw
from mock_upstream.octets import chunk
from mock_upstream.play import Stale, play

HELLO = b"GET / HTTP/1.1\r\nHost: mock\r\n\r\n"
HEAD = Head(200, (("content-type", "text/plain"),))
HEAD_OCTETS = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
BODY = (Data(b"one"), Data(b"three"))
BODY_OCTETS = b"3\r\none\r\n5\r\nthree\r\n"


@dataclass
class Notes:
    """A witness and a clock that waits for nothing but an event."""

    status: int | None = None
    headers: Headers = ()
    writes: list[int] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    paused: asyncio.Event = field(default_factory=asyncio.Event)
    signals: dict[str, asyncio.Event] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    waits_for_ever: bool = False

    def head_sent(self, status: int, headers: Headers) -> None:
        """Keep the head."""
        self.status, self.headers = status, headers

    def data_sent(self, octets: bytes) -> None:
        """Keep the size of a write."""
        self.writes.append(len(octets))

    def ended(self, by: str) -> None:
        """Keep each word about the end."""
        self.by.append(by)
        self.over.set()

    def now(self) -> float:
        """No time passes."""
        return 0.0

    async def sleep(self, seconds: float) -> None:
        """Note the wait; last for ever when asked to."""
        self.slept.append(seconds)
        self.paused.set()
        if self.waits_for_ever:
            await asyncio.get_running_loop().create_future()

    async def signal(self, name: str) -> None:
        """Wait for the event of that name."""
        self.paused.set()
        await self.signals.setdefault(name, asyncio.Event()).wait()


class Peer:
    """A client of raw octets, which sees a reset as a reset."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.loop = asyncio.get_running_loop()

    async def send(self, octets: bytes = HELLO) -> None:
        """Send a request."""
        await self.loop.sock_sendall(self.sock, octets)

    async def read(self, octets: int) -> bytes:
        """Exactly so many octets."""
        got = b""
        while len(got) < octets:
            more = await self.loop.sock_recv(self.sock, octets - len(got))
            assert more, f"ended after {got!r}"
            got += more
        return got

    async def rest(self) -> bytes:
        """All octets up to the FIN; raises ConnectionResetError for an RST."""
        got = b""
        while more := await self.loop.sock_recv(self.sock, 65536):
            got += more
        return got


@asynccontextmanager
async def served(
    frames: Frames, notes: Notes, in_bursts: bool, stale: Stale | None
) -> AsyncIterator[Peer]:
    """A connection to a server that answers everything with ``frames``."""

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return await play(
            request,
            frames,
            witness=notes,
            clock=notes,
            signal=notes.signal,
            stale=stale,
            in_bursts=in_bursts,
        )

    runner = web.ServerRunner(web.Server(handler, handler_cancellation=True), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sock = socket.socket()
    sock.setblocking(False)  # noqa: FBT003 (the socket's own signature)
    await asyncio.get_running_loop().sock_connect(sock, runner.addresses[0])
    try:
        yield Peer(sock)
    finally:
        sock.close()
        await runner.cleanup()


def run(
    frames: Frames,
    scene: Callable[[Peer, Notes], object],
    *,
    waits_for_ever: bool = False,
    in_bursts: bool = False,
    stale: Stale | None = None,
) -> Notes:
    """Play ``frames`` to a peer that follows ``scene``; returns the notes of the witness."""

    async def main() -> Notes:
        notes = Notes(waits_for_ever=waits_for_ever)
        async with asyncio.timeout(5), served(frames, notes, in_bursts, stale) as peer:
            await scene(peer, notes)  # type: ignore[misc]  # a coroutine function is passed
        return notes

    return asyncio.run(main())


def test_a_complete_chunked_message_keeps_the_connection() -> None:
    """The last chunk is written, and a second request is answered."""
    whole = HEAD_OCTETS + BODY_OCTETS + b"0\r\n\r\n"

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        assert whole == await peer.read(len(whole))
        await peer.send()
        assert whole == await peer.read(len(whole))

    notes = run((HEAD, *BODY), scene)

    assert notes.writes == [3, 5, 3, 5]
    assert notes.by == ["mock", "mock"]
    assert notes.status == 200


@pytest.mark.parametrize(
    ("frames", "writes"),
    [
        ((HEAD, *BODY), [8]),
        ((HEAD, Data(b"one"), Pause(1.0), Data(b"three")), [3, 5]),
        ((HEAD, Data(b"x" * 20_000), Data(b"y"), Data(b"z")), [20_000, 2]),
    ],
    ids=["one", "up to a pause", "bounded"],
)
def test_bursts_join_writes_and_not_chunks(frames: Frames, writes: list[int]) -> None:
    """The octets are those of single writes; the witness is told of the writes there were."""
    octets = HEAD_OCTETS + b"".join(chunk(f.octets) for f in frames if isinstance(f, Data))

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        assert octets + b"0\r\n\r\n" == await peer.read(len(octets) + 5)
        await notes.over.wait()

    notes = run(frames, scene, in_bursts=True)

    assert notes.writes == writes


def test_a_request_that_asks_to_close_gets_its_fin() -> None:
    """``Connection: close`` of the client is honoured behind a complete message."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send(b"GET / HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n\r\n")
        assert await peer.rest() == HEAD_OCTETS + BODY_OCTETS + b"0\r\n\r\n"

    run((HEAD, *BODY), scene)


@pytest.mark.parametrize("kind", [AbortKind.FIN, AbortKind.NO_LAST_CHUNK])
def test_fin_ends_the_octets_without_a_last_chunk(kind: AbortKind) -> None:
    """The peer reads all data frames and then a plain end of file."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        assert await peer.rest() == HEAD_OCTETS + BODY_OCTETS

    notes = run((HEAD, *BODY, Abort(kind), Data(b"never")), scene)

    assert notes.by == ["mock"]


def test_rst_comes_behind_all_that_was_written() -> None:
    """The peer reads the earlier frames, then its socket is reset."""
    large = Data(b"x" * 300_000)

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        await peer.read(len(HEAD_OCTETS + BODY_OCTETS) + 300_000 + 9)
        with pytest.raises(ConnectionResetError):
            await peer.rest()

    notes = run((HEAD, *BODY, large, Abort(AbortKind.RST)), scene)

    assert notes.by == ["mock"]
    assert notes.writes == [3, 5, 300_000]


def test_silence_lasts_until_the_peer_leaves() -> None:
    """After its data the mock says nothing; the peer's close is noted as the relay's."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        await peer.read(len(HEAD_OCTETS + BODY_OCTETS))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await peer.rest()
        assert notes.by == []
        peer.sock.close()
        await notes.over.wait()

    notes = run((HEAD, *BODY, Abort(AbortKind.SILENCE)), scene)

    assert notes.by == ["relay"]


@pytest.mark.parametrize(
    ("kind", "octets"), [(AbortKind.FIN, b""), (AbortKind.RST, None)], ids=["fin", "rst"]
)
def test_an_abort_before_the_head_sends_no_octet(kind: AbortKind, octets: bytes | None) -> None:
    """FIN is an empty reply, RST a reset."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        if octets is None:
            with pytest.raises(ConnectionResetError):
                await peer.rest()
        else:
            assert octets == await peer.rest()

    notes = run((Abort(kind),), scene)

    assert notes.status is None


def test_raw_octets_have_no_framing() -> None:
    """Half a head goes out as it is, and then the FIN."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        assert await peer.rest() == b"HTTP/1.1 200"

    notes = run((Raw(b"HTTP/1.1 200"), Abort(AbortKind.FIN)), scene)

    assert notes.status is None


def test_a_half_closed_connection_still_takes_octets() -> None:
    """The message is whole, the FIN is there, and the mock goes on reading."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        assert await peer.rest() == HEAD_OCTETS + BODY_OCTETS + b"0\r\n\r\n"
        for _ in range(3):
            await peer.send()
            await asyncio.sleep(0)
        assert await peer.rest() == b""

    run((HEAD, *BODY, Abort(AbortKind.HALF_CLOSE)), scene)


@pytest.mark.parametrize("kind", [AbortKind.STALE_FIN, AbortKind.STALE_RST])
def test_a_stale_connection_is_noted(kind: AbortKind) -> None:
    """The message is whole, and the place that was handed in says how the next one dies."""
    stale: Stale = WeakKeyDictionary()
    whole = HEAD_OCTETS + BODY_OCTETS + b"0\r\n\r\n"

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        assert whole == await peer.read(len(whole))
        await notes.over.wait()
        assert list(stale.values()) == [kind]

    run((HEAD, *BODY, Abort(kind)), scene, stale=stale)


def test_a_pause_ends_when_the_peer_leaves() -> None:
    """A pause of an hour is over at once, and the relay is named."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        await notes.paused.wait()
        peer.sock.close()
        await notes.over.wait()

    notes = run((HEAD, Pause(3600), *BODY), scene, waits_for_ever=True)

    assert notes.by == ["relay"]
    assert notes.slept == [3600]
    assert notes.writes == []


def test_a_pause_follows_the_head_on_the_wire() -> None:
    """What stands before a pause is with the peer while it lasts."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        assert await peer.read(len(HEAD_OCTETS)) == HEAD_OCTETS
        notes.signals["go"].set()
        assert await peer.read(len(BODY_OCTETS)) == BODY_OCTETS

    run((HEAD, Pause(signal="go"), *BODY), scene)


def test_a_pause_before_the_head_sends_nothing() -> None:
    """Nothing is on the wire before the head when the pause comes first."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        await notes.paused.wait()
        assert notes.status is None
        notes.signals["go"].set()
        await peer.read(len(HEAD_OCTETS))

    run((Pause(signal="go"), HEAD, *BODY), scene)


@pytest.mark.parametrize(
    ("head", "frames", "octets"),
    [
        pytest.param(
            Head(200, framing=Framing.LENGTH),
            (Data(b"12345"), Abort(AbortKind.FIN)),
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345",
            id="true length",
        ),
        pytest.param(
            Head(200, framing=Framing.LENGTH, length=9),
            (Data(b"12345"),),
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n12345",
            id="length too large",
        ),
        pytest.param(
            Head(200, (("content-length", "7"),), Framing.LENGTH),
            (Data(b"12345"), Abort(AbortKind.FIN)),
            b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n12345",
            id="length said by the frames",
        ),
        pytest.param(
            Head(200, framing=Framing.CLOSE),
            (Data(b"12"), Data(b""), Data(b"345")),
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n12345",
            id="until close",
        ),
        pytest.param(
            Head(204, (("connection", "close"),)),
            (Data(b"hidden"),),
            b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n",
            id="no body",
        ),
        pytest.param(
            Head(599, (("connection", "close"),), Framing.LENGTH),
            (),
            b"HTTP/1.1 599 \r\nconnection: close\r\nContent-Length: 0\r\n\r\n",
            id="unregistered status",
        ),
    ],
)
def test_framings_that_end_with_the_connection(head: Head, frames: Frames, octets: bytes) -> None:
    """Octets up to the FIN are exactly what the frames say."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        assert octets == await peer.rest()

    run((head, *frames), scene)


def test_an_interim_head_carries_no_framing() -> None:
    """103 goes out alone before the final head."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        early = b"HTTP/1.1 103 Early Hints\r\n\r\n"
        assert early + HEAD_OCTETS == await peer.read(len(early + HEAD_OCTETS))

    run((Head(103), HEAD, *BODY), scene)


def test_head_requests_get_no_body() -> None:
    """The head announces the body that a GET would get."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send(b"HEAD / HTTP/1.1\r\nHost: mock\r\n\r\n")
        whole = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n"
        assert whole == await peer.read(len(whole))
        await peer.send(b"HEAD / HTTP/1.1\r\nHost: mock\r\n\r\n")
        assert whole == await peer.read(len(whole))

    run((Head(200, framing=Framing.LENGTH), *BODY), scene)


def test_writing_to_a_peer_that_left_is_the_relays_end() -> None:
    """The next write after the peer's reset is told, and nothing more is sent."""

    async def scene(peer: Peer, notes: Notes) -> None:
        await peer.send()
        await notes.paused.wait()
        peer.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        peer.sock.close()
        await notes.over.wait()

    notes = run((HEAD, Data(b"x"), Pause(signal="go"), *BODY), scene)

    assert notes.by == ["relay"]
    assert notes.writes == [1]
