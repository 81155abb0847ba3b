"""Every fault on a real socket, seen by a client that knows nothing but octets.

What a script is explained to put on the wire is what arrives, octet for octet, with the end
that was told: a FIN, a reset and a truncated message are three different things.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from mock_upstream import faults
from mock_upstream.explain import explained, sample_call
from mock_upstream.scenario.load import load
from mock_upstream.scenario.model import Call
from mock_upstream.scenario.problems import ScriptError
from mock_upstream.server import RunningMock, start

HOST = "127.0.0.1"
LIMIT_S = 20.0
"""A busy machine is given so long for one reply; none of them waits for anything."""
QUIET_S = 0.05
"""How long nothing has to come for silence to be believed."""

WORDS = {"text": "One zwölf 你好 four five six"}
TOOL = {"tool": {"name": "look", "args": {"a": 1}}}
TOOLS = {"blocks": [TOOL, TOOL]}


class HastyClock:
    """A clock whose pauses let others run, and pass at once."""

    def now(self) -> float:
        """The time that passes for everybody."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let others run."""
        await asyncio.sleep(0)


@dataclass
class Served:
    """A mock in a thread of its own."""

    mock: RunningMock
    loop: asyncio.AbstractEventLoop

    def connect(self, session: str, script: Any) -> socket.socket:
        """A connection to a mock that has a session with this script."""
        made = self.mock.sessions.create(session, ["a"], load(script), may_replace=True)
        made.takes_any_key = True
        self.loop.call_soon_threadsafe(made.give_signal, "go")
        port = int(self.mock.url.rpartition(":")[2])
        return socket.create_connection((HOST, port), timeout=LIMIT_S)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A mock that is served while the tests of this file run."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    mock = asyncio.run_coroutine_threadsafe(start(clock=HastyClock()), loop).result(LIMIT_S)
    yield Served(mock, loop)
    asyncio.run_coroutine_threadsafe(mock.close(), loop).result(LIMIT_S)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(LIMIT_S)
    loop.close()


class Seen(NamedTuple):
    """What a peer reads, and how the connection ended: ``fin``, ``rst`` or ``open``."""

    octets: bytes
    end: str

    @property
    def verdict(self) -> str:
        """``whole``, ``none``, or how the message was broken off."""
        if self.end == "fin" and _is_whole(self.octets):
            return "whole"
        return "none" if self.end == "fin" and not self.octets else self.end


def _is_whole(octets: bytes) -> bool:
    """Whether the octets are at least one HTTP message, by its framing alone."""
    head, empty, body = octets.partition(b"\r\n\r\n")
    if not empty:
        return False
    lines = head.lower().split(b"\r\n")[1:]
    headers = {name: value for name, _, value in (line.partition(b": ") for line in lines)}
    if headers.get(b"transfer-encoding") == b"chunked":
        while body:
            size, _, rest = body.partition(b"\r\n")
            octets_left = int(size, 16)
            body = rest[octets_left + 2 :]
            if octets_left == 0:
                return True
        return False
    return len(body) >= int(headers.get(b"content-length", b"0"))


def request_of(call: Call, session: str, *more: str) -> bytes:
    """The call as octets, to a session."""
    lines = [f"{call.method} /s/{session}/a/v1{call.path} HTTP/1.1", f"Host: {HOST}", *more]
    lines += ["Content-Type: application/json", f"Content-Length: {len(call.octets)}", "", ""]
    return "\r\n".join(lines).encode() + call.octets


def read(sock: socket.socket, wanted: int | None = None) -> Seen:
    """All that comes, up to the end or to ``wanted`` octets and silence."""
    got = bytearray()
    try:
        while wanted is None or len(got) < wanted:
            more = sock.recv(1 << 20)
            if not more:
                return Seen(bytes(got), "fin")
            got += more
        sock.settimeout(QUIET_S)
        return Seen(bytes(got) + sock.recv(1), "fin")
    except TimeoutError:
        return Seen(bytes(got), "open")
    except ConnectionResetError:
        return Seen(bytes(got), "rst")


def script_of(uses: list[dict[str, Any]], match: Mapping[str, Any], reply: Any = None) -> Any:
    """A script whose only step has these faults."""
    step = {"fault": uses, "reply": reply or WORDS}
    upstream = {"rules": [{"match": dict(match), "steps": [step]}]}
    return {"version": 1, "seed": 7, "upstreams": {"a": upstream}}


def told(script: Any) -> Any:
    """What the only step of a script is explained to be."""
    (step,) = explained(load(script))["upstreams"]["a"]["rules"][0]["steps"]
    return step


class Asked(NamedTuple):
    """What was explained, and what arrived."""

    step: Any
    seen: Seen


def ask(served: Served, script: Any, session: str = "wire") -> Asked:
    """Explain a script and play it to a raw peer."""
    loaded, step = load(script), told(script)
    call = sample_call(loaded.upstreams["a"].rules[0], loaded.upstreams["a"])
    with served.connect(session, script) as sock:
        sock.sendall(request_of(call, session, "Connection: close"))
        is_silent = step["wire"]["end"] == "silence"
        return Asked(step, read(sock, step["wire"]["octets"] if is_silent else None))


ENDS = {"rst": "rst", "silence": "open"}
"""What a peer sees of each end that is told; all others are FIN."""


def check(asked: Asked) -> None:
    """What was explained is what arrived."""
    told, seen = asked.step["wire"], asked.seen
    assert (told["octets"], told["sha256"]) == (
        len(seen.octets),
        hashlib.sha256(seen.octets).hexdigest(),
    )
    assert ENDS.get(told["end"], "fin") == seen.end


class Row(NamedTuple):
    """One fault, what it puts on the wire, and the verdict of a peer."""

    name: str
    params: dict[str, Any]
    has: bytes
    verdict: str = "whole"
    at: dict[str, Any] | None = None
    match: Mapping[str, Any] = MappingProxyType({})
    reply: Any = None


JSON: dict[str, Any] = {"stream": False}
SSE: dict[str, Any] = {"stream": True}
TYPED = {"path": "/v1/responses", **SSE}
TABLE = [
    Row("http.error", {"error": "slow_down"}, b'"code":"slow_down"'),
    Row("http.429_quota", {}, b"HTTP/1.1 429 Too Many Requests\r\n"),
    Row("http.envelope", {"form": "string"}, b'\r\n\r\n{"error":"upstream is not well"}'),
    Row("http.envelope", {"form": "detail"}, b'\r\n\r\n{"detail":"upstream is not well"}'),
    Row("http.envelope", {"form": "detail_list", "status": 422}, b'{"detail":[{"type":"missing"'),
    Row("http.envelope", {"form": "error_code"}, b'{"error_code":500,'),
    Row("http.envelope", {"form": "status_code", "status": 503}, b'{"statusCode":503,'),
    Row("http.envelope", {"status": 200}, b"HTTP/1.1 200 OK\r\n"),
    Row("http.html_error_page", {}, b"<center>nginx</center>"),
    Row("http.html_error_page", {"status": 522, "by": "cloudflare"}, b"HTTP/1.1 522 \r\n"),
    Row("http.error_in_200", {}, b"HTTP/1.1 200 OK\r\n"),
    Row("http.empty_200", {}, b"Content-Length: 0\r\n\r\n"),
    Row("http.text_200", {}, b"\r\n\r\nupstream busy"),
    Row("http.redirect", {"status": 308, "location": "/x"}, b"\r\nlocation: /x\r\n"),
    Row("http.redirect", {"status": 301}, b"HTTP/1.1 301 Moved Permanently\r\n"),
    Row("headers.retry_after", {"form": "both"}, b"retry-after-ms: 1000\r\nretry-after: 1\r\n"),
    Row("headers.rate_limit", {"vendor": "anthropic"}, b"anthropic-ratelimit-tokens-reset: 2099"),
    Row("headers.hop_by_hop", {"header": "x-foo"}, b"connection: x-foo\r\nx-foo: "),
    Row("headers.close", {}, b"connection: close\r\n"),
    Row("headers.big", {"octets": 70_000}, b"x-padding-0: " + b"x" * 70_000 + b"\r\n"),
    Row("headers.wrong_content_type", {"content_type": "a/b"}, b"content-type: a/b\r\n"),
    Row("headers.no_content_type", {}, b"200 OK\r\nx-request-id"),
    Row("headers.two_content_types", {}, b"\r\ncontent-type: text/html; charset=utf-8\r\n"),
    Row("headers.wrong_content_length", {}, b"Content-Length: ", "fin", match=JSON),
    Row("headers.wrong_content_length", {"difference": -9}, b"}", match=JSON),
    Row("headers.length_and_chunked", {}, b"Transfer-Encoding: chunked\r\n\r\n"),
    Row("headers.no_length", {}, b"Connection: close\r\n\r\n{", match=JSON),
    Row("headers.coding", {}, b"content-encoding: gzip\r\n"),
    Row("headers.coding", {"coding": "deflate"}, b"content-encoding: deflate\r\n"),
    Row("headers.coding", {"form": "label_only"}, b'"object":"chat.completion"'),
    Row("headers.coding", {"form": "coding_only"}, b"\x1f\x8b\x08"),
    Row("headers.coding", {"form": "truncated"}, b"\x1f\x8b\x08"),
    Row("headers.coding", {"coding": "br"}, b"content-encoding: br\r\n"),
    Row("headers.coding", {"coding": "br", "form": "label_only"}, b'"object":"chat.completion"'),
    Row("headers.coding", {"coding": "br", "form": "halved"}, b"content-encoding: br\r\n"),
    Row("conn.close_before_head", {}, b"", "none"),
    Row("conn.rst_before_head", {}, b"", "rst"),
    Row("conn.half_head", {"octets": 13}, b"HTTP/1.1 200 ", "fin"),
    Row("conn.half_head", {"ending": "rst"}, b"HTTP/1.1 200 OK\r\n", "rst"),
    Row("conn.cut_body", {}, b'"object":"chat.completion"', "fin", match=JSON),
    Row("conn.cut_body", {"ending": "rst"}, b"Content-Length: ", "rst", match=JSON),
    Row("conn.stale", {}, b"}"),
    Row("conn.half_close", {}, b"}"),
    Row("sse.cut", {}, b'"content":"', "fin"),
    Row("sse.cut_rst", {}, b'"content":"One"', "rst", {"frame": 3}),
    Row("sse.no_last_chunk", {}, b"data: [DONE]\n\n\r\n", "fin"),
    Row("sse.truncated_event", {"then": "end"}, b"0\r\n\r\n"),
    Row("sse.error_in_band", {"form": "event"}, b"event: error\ndata: "),
    Row("sse.page_in_band", {}, b"<html>"),
    Row("sse.giant_line", {"octets": 70_000}, b"x" * 60_000),
    Row("sse.giant_line", {"octets": 1_200_000}, b"x" * 1_100_000),
    Row("sse.giant_line", {"octets": 5_000_000}, b"x" * 4_900_000),
    Row("sse.order", {"form": "repeated"}, b"data: "),
    Row("sse.missing_finish", {}, b"data: [DONE]"),
    Row("sse.missing_done", {}, b'"usage":{'),
    Row("sse.double_done", {}, b"data: [DONE]\n\n\r\ne\r\ndata: [DONE]"),
    Row("sse.no_final_blank_line", {}, b"data: [DONE]\n\r\n0\r\n"),
    Row("sse.empty_choices_preamble", {}, b'"prompt_filter_results":['),
    Row("sse.fields", {"form": "retry"}, b"retry: 3000\ndata: "),
    Row("sse.fields", {"form": "event"}, b"event: message\ndata: "),
    Row("sse.comments", {}, b": keep-alive\n\n"),
    Row("sse.bom", {}, b"\xef\xbb\xbfdata: "),
    Row("sse.multi_line", {}, b"data: {\ndata: "),
    Row("sse.no_space", {}, b"data:[DONE]"),
    Row("sse.line_ends", {"form": "mixed"}, b"\r\r\r\n"),
    Row("sse.crlf", {}, b"data: [DONE]\r\n\r\n"),
    Row("sse.split", {"inside": "line_end"}, b"d\r\ndata: [DONE]\n\r\n1\r\n\n\r\n"),
    Row("sse.split_utf8", {}, b"\xe4\r\n"),
    Row("sse.bytewise", {}, b"1\r\n[\r\n1\r\nD\r\n1\r\nO\r\n"),
    Row("sse.glued", {"events": 2}, b"data: [DONE]\n\n"),
    Row("sse.one_write", {}, b"\n\ndata: [DONE]\n\n\r\n0\r\n\r\n"),
    Row("body.truncated_json", {"ending": "complete"}, b'{"id"', match=JSON),
    Row("body.truncated_json", {"ending": "fin"}, b'{"id"', "fin", match=JSON),
    Row("body.truncated_json", {"ending": "rst"}, b'{"id"', "rst", match=JSON),
    Row("body.duplicate_keys", {}, b'{"model":null,"id"'),
    Row("body.odd_json", {"form": "nan"}, b'{"score":NaN,'),
    Row("body.odd_json", {"form": "bom"}, b"\r\n\r\n\xef\xbb\xbf{"),
    Row("body.odd_json", {"form": "trailing_garbage"}, b"}\n<!--"),
    Row("body.value", {"path": "choices.0.message.content", "form": "null"}, b'"content":null'),
    Row("body.value", {"path": "created", "form": "wrong_type"}, b'"created":"1'),
    Row("chat.role", {"form": "every"}, b'{"role":"assistant","content":"One"}', match=SSE),
    Row("chat.choices", {}, b'"choices":null', match=SSE),
    Row("chat.model", {}, b'"model":"GPT-4O-MINI"', match=SSE),
    Row("chat.empty", {"content": "null"}, b'"content":null', match=JSON),
    Row("chat.finish_reason", {"form": "value", "value": ""}, b'"finish_reason":""', match=SSE),
    Row("chat.finish_with_content", {}, b'six"},"logprobs":null,"finish_reason":"stop"'),
    Row("chat.late_stop", {}, b'"finish_reason":"stop"', reply=TOOLS),
    Row("chat.tool_calls", {"form": "empty_ids"}, b'"id":"","type"', match=SSE, reply=TOOLS),
    Row("chat.tool_calls", {"form": "zero_index"}, b'"index":0', match=SSE, reply=TOOLS),
    Row("chat.tool_fragments", {}, b'"index":1', reply=TOOLS),
    Row("chat.usage", {"form": "text"}, b'"prompt_tokens":"', match=SSE),
    Row("chat.usage", {"form": "cumulative"}, b'"completion_tokens":1,', match=SSE),
    Row("chat.usage", {"form": "null"}, b'"usage":null', match=JSON),
    Row("chat.stream_ignored", {}, b"Content-Length: "),
    Row("chat.stream_unasked", {}, b"data: [DONE]\n\n", match=JSON),
    Row("latency.slow_first_byte", {}, b'"content":"'),
    Row("latency.stall", {"forever": True}, b"data: ", "open", match=SSE),
    Row("latency.drip", {"octets": 9}, b'"content":"', match=JSON),
    Row("latency.wait_for_signal", {}, b"data: [DONE]", match=SSE),
    Row("sse.response_failed", {}, b"event: response.failed\n", match=TYPED),
    Row("sse.data_only", {}, b'\ndata: {"type":"response.completed"', match=TYPED),
]


@pytest.mark.parametrize(
    "row", TABLE, ids=lambda row: "-".join([row.name, *map(str, row.params.values())])
)
def test_a_fault_is_on_the_wire(row: Row, served: Served) -> None:
    """The octets are those explained, with the mark of the fault among them, and so is the end."""
    at = {} if row.at is None else {"at": row.at}
    use = {"name": row.name, "with": row.params, **at}

    asked = ask(served, script_of([use], row.match, row.reply))

    assert asked.step["problem"] is None
    check(asked)
    assert row.has in asked.seen.octets
    assert row.verdict == asked.seen.verdict


def test_each_fault_has_its_row() -> None:
    """A fault that nobody has seen on a wire is a promise only."""
    seen = {
        type(faults.make(row.name)).__mro__[1 if row.name in faults.SHORT else 0] for row in TABLE
    }

    assert [fault.name for fault in faults.FAULTS if fault not in seen] == []


def kept(served: Served, name: str, **params: Any) -> tuple[socket.socket, bytes, Seen]:
    """A connection that had one whole reply and stays; the request, and what came."""
    script = script_of([{"name": name, "with": params}], JSON)
    loaded, step = load(script), told(script)
    request = request_of(sample_call(loaded.upstreams["a"].rules[0], loaded.upstreams["a"]), name)
    sock = served.connect(name, script)
    sock.sendall(request)
    seen = Seen(b"", "fin")
    while len(seen.octets) < step["wire"]["octets"]:
        more = sock.recv(1 << 16)
        assert more, seen
        seen = Seen(seen.octets + more, "open")
    return sock, request, seen


@pytest.mark.parametrize(("ending", "end"), [("fin", "fin"), ("rst", "rst")])
def test_a_stale_connection_dies_when_it_is_used_again(
    ending: str, end: str, served: Served
) -> None:
    """Its reply is whole and the connection open, until the next request comes."""
    sock, request, first = kept(served, "conn.stale", ending=ending)
    with sock:
        assert _is_whole(first.octets)
        sock.sendall(request)
        assert read(sock) == Seen(b"", end)


def test_a_half_closed_connection_is_read_on(served: Served) -> None:
    """The FIN follows the reply at once, and what the peer still sends is not refused."""
    sock, request, first = kept(served, "conn.half_close")
    with sock:
        assert _is_whole(first.octets)
        assert read(sock) == Seen(b"", "fin")
        sock.sendall(request)
        sock.sendall(request)


def test_three_ways_to_break_off_are_three(served: Served) -> None:
    """FIN before any octet, a reset, and a message that its own end never reaches."""
    found = [
        ask(served, script_of([{"name": name, "with": params}], JSON)).seen
        for name, params in (
            ("conn.close_before_head", {}),
            ("conn.rst_before_head", {}),
            ("body.truncated_json", {"ending": "fin"}),
            ("body.truncated_json", {"ending": "rst"}),
        )
    ]

    assert [seen.verdict for seen in found] == ["none", "rst", "fin", "rst"]
    assert found[2].octets == found[3].octets != b""


MOST = 30
"""Faults in one composition."""
HEAVY = {"sse.giant_line", "headers.big"}
"""Alone they are slow only; cut into single octets they are a million writes."""


def draw(rng: Random) -> dict[str, Any]:
    """One fault with parameters and a place, by chance."""
    rows = [row for row in faults.catalogue() if row["name"] not in HEAVY]
    row = rng.choice(rows)
    params = {
        param["name"]: rng.choice(param["values"])
        for param in row["params"]
        if "values" in param and rng.random() < 0.7
    }
    use = {"name": row["name"], "with": params}
    if row["at"] and rng.random() < 0.5:
        use["at"] = rng.choice([{"frame": rng.randrange(6)}, {"octet": rng.randrange(900)}])
    return use


def refusals(script: Any) -> list[str]:
    """Where a script is refused; nothing when it is not."""
    try:
        load(script)
    except ScriptError as error:
        return [problem.pointer for problem in error.problems]
    return []


@pytest.mark.parametrize("seed", range(12))
def test_a_composition_is_refused_or_honoured(seed: int, served: Served) -> None:
    """Up to thirty faults by chance: what is not refused, with a pointer, is as explained."""
    rng = Random(seed)
    match = rng.choice([SSE, JSON, TYPED])
    kept: list[dict[str, Any]] = []
    for _ in range(MOST):
        tried = [*kept, draw(rng)]
        where = refusals(script_of(tried, match))
        assert all(place.startswith("/upstreams/a/rules/0/steps/0/fault") for place in where)
        if not where and told(script_of(tried, match))["problem"] is None:
            kept = tried

    asked = ask(served, script_of(kept, match))

    assert asked.step["problem"] is None
    check(asked)


@pytest.mark.parametrize("seed", range(12))
def test_a_heap_of_faults_is_refused_or_explained(seed: int, served: Served) -> None:
    """Nothing is dropped in silence, also where the reply is none that the faults were for."""
    rng = Random(seed)
    match = rng.choice([SSE, JSON, TYPED])
    script = script_of([draw(rng) for _ in range(rng.choice([2, 3, 4, MOST]))], match)

    where = refusals(script)

    assert all(place.startswith("/upstreams/a/rules/0/steps/0/fault") for place in where)
    if not where:
        check(ask(served, script))
