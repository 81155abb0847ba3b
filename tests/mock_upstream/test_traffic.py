"""Model traffic through the server."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web

from mock_upstream import program, traffic
from mock_upstream.journal import Entry
from mock_upstream.scenario.load import load
from mock_upstream.scenario.model import JSON
from mock_upstream.server import RunningMock
from mock_upstream.sessions import Session

CHAT = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
KEY = {"Authorization": "Bearer sk-mock-a-primary"}


def session(mock: RunningMock, row: JSON) -> Session:
    """Session ``a`` whose primary is ``row``."""
    script = load({"version": 1, "upstreams": {"primary": row}})
    return mock.sessions.create("a", ["primary"], script)


@pytest.mark.parametrize(
    "path", ["/s/a/primary/v1/chat/completions", "/s/a/primary/chat/completions"]
)
async def test_paths_work_with_and_without_a_version(
    mock: RunningMock, http: aiohttp.ClientSession, path: str
) -> None:
    """The journal keeps the path that was asked."""
    made = session(mock, {})

    reply = await http.post(path, json=CHAT, headers=KEY)

    assert reply.status == 200
    (entry,) = made.journal.entries()
    assert entry.path == path.removeprefix("/s/a/primary")


@pytest.mark.parametrize("key", [{}, {"Authorization": "Bearer sk-wrong"}])
async def test_a_wrong_key_is_refused_and_noted(
    mock: RunningMock, http: aiohttp.ClientSession, key: dict[str, str]
) -> None:
    """401 as the dialect says it; the journal names the key that was wanted."""
    made = session(mock, {})

    reply = await http.post("/s/a/primary/v1/chat/completions", json=CHAT, headers=key)

    assert reply.status == 401
    assert (await reply.json())["error"]["code"] == "invalid_api_key"
    (entry,) = made.journal.entries()
    assert entry.near_miss is not None
    assert "wants 'sk-mock-a-primary'" in entry.near_miss


@pytest.mark.parametrize("path", ["/s/none/primary/v1/models", "/s/a/none/v1/models", "/s/a/none"])
async def test_traffic_of_nobody_is_a_404(
    mock: RunningMock, http: aiohttp.ClientSession, path: str
) -> None:
    """In the dialect's shape, and in no journal."""
    made = session(mock, {})

    reply = await http.get(path)

    assert reply.status == 404
    assert (await reply.json())["error"]["type"] == "invalid_request_error"
    assert list(made.journal.entries()) == []


async def test_a_limit_of_requests_is_a_true_window(
    mock: RunningMock, http: aiohttp.ClientSession
) -> None:
    """Headers count down; the request too many gets 429 with Retry-After."""
    session(mock, {"limits": {"rpm": 2}})

    replies = [
        await http.post("/s/a/primary/v1/chat/completions", json=CHAT, headers=KEY)
        for _ in range(3)
    ]

    assert [reply.status for reply in replies] == [200, 200, 429]
    left = [reply.headers["x-ratelimit-remaining-requests"] for reply in replies]
    assert left == ["1", "0", "0"]
    assert 59 <= int(replies[2].headers["retry-after"]) <= 61
    assert len(replies[2].headers.getall("retry-after")) == 1


@pytest.mark.parametrize(
    ("limits", "statuses", "code"),
    [
        ({"quota_requests": 1}, [200, 429, 429], "insufficient_quota"),
        ({"key_requests": 1}, [200, 401, 401], "invalid_api_key"),
        ({"up": 2, "down": 1}, [200, 200, 503], None),
    ],
    ids=str,
)
async def test_an_account_ends(
    mock: RunningMock,
    http: aiohttp.ClientSession,
    limits: JSON,
    statuses: list[int],
    code: str | None,
) -> None:
    """By its quota, its key or its schedule, and no header asks to come back."""
    session(mock, {"limits": limits})

    replies = [
        await http.post("/s/a/primary/v1/chat/completions", json=CHAT, headers=KEY)
        for _ in range(3)
    ]

    assert [reply.status for reply in replies] == statuses
    assert "retry-after" not in replies[2].headers
    assert code in (None, (await replies[2].json())["error"]["code"])


async def test_a_limit_of_concurrency_counts_open_replies(
    mock: RunningMock, http: aiohttp.ClientSession
) -> None:
    """A second request is refused while the first one is silent, and served after it."""
    steps = [{"fault": "latency.stall", "with": {"forever": True}}, {}]
    made = session(mock, {"limits": {"concurrency": 1}, "rules": [{"steps": steps}]})
    path = "/s/a/primary/v1/chat/completions"

    silent = await http.post(path, json=CHAT, headers=KEY)
    refused = await http.post(path, json=CHAT, headers=KEY)
    silent.close()
    async with asyncio.timeout(5):
        await made.wait_idle(0.0, 5.0, None)
    served = await http.post(path, json=CHAT, headers=KEY)

    assert [silent.status, refused.status, served.status] == [200, 429, 200]


async def test_a_bug_of_ours_is_a_loud_500(
    mock: RunningMock, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reply and journal say that the mock is to blame."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(program, "program", broken)

    reply = await http.post("/v1/chat/completions", json=CHAT)

    assert reply.status == 500
    (entry,) = mock.sessions.get("default").journal.entries()
    assert entry.near_miss == "bug in the mock: RuntimeError('oops')"
    assert entry.closed == "mock"


async def test_a_body_beyond_all_bounds_is_refused(
    mock: RunningMock, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """413 as the dialect says it, and nothing is kept."""
    made = session(mock, {})

    async def too_large(_: web.Request) -> bytes:
        raise web.HTTPRequestEntityTooLarge(max_size=10, actual_size=11)

    monkeypatch.setattr(web.Request, "read", too_large)

    reply = await http.post("/s/a/primary/v1/chat/completions", json=CHAT, headers=KEY)

    assert reply.status == 413
    assert (await reply.json())["error"]["type"] == "invalid_request_error"
    assert list(made.journal.entries()) == []


async def test_a_bug_in_mid_reply_cuts_the_connection(
    mock: RunningMock, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No second head is sent behind the first one."""

    async def broken(request: web.Request, *_: object, witness: Entry, **__: object) -> None:
        witness.head_sent(200, ())
        raise RuntimeError("oops")

    monkeypatch.setattr(traffic, "play", broken)

    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post("/v1/chat/completions", json=CHAT)

    (entry,) = mock.sessions.get("default").journal.entries()
    assert entry.near_miss == "bug in the mock: RuntimeError('oops')"


async def test_request_ids_are_unique_and_repeatable(
    mock: RunningMock, http: aiohttp.ClientSession
) -> None:
    """JSON, streams, errors and lists: none shares an id; a generation repeats the last one's."""
    steps: list[JSON] = [
        *[{"fault": "http.500"}] * 2,
        *[{"reply": {"error": "slow_down"}}] * 2,
        {"times": "forever"},
    ]
    made = session(mock, {"rules": [{"steps": steps}]})
    bodies = [
        CHAT,
        CHAT,
        CHAT,
        CHAT,
        CHAT,
        CHAT,
        {**CHAT, "stream": True},
        {**CHAT, "stream": True},
    ]

    async def ids() -> list[str]:
        replies = [
            await http.post("/s/a/primary/v1/chat/completions", json=body, headers=KEY)
            for body in bodies
        ]
        replies += [await http.get("/s/a/primary/v1/models", headers=KEY) for _ in range(2)]
        replies += [await http.get("/s/a/primary/v1/models") for _ in range(2)]
        told = [reply.headers["x-request-id"] for reply in replies]
        for reply in replies:
            reply.close()
        return told

    first = await ids()
    noted = [dict(entry.reply_headers)["x-request-id"] for entry in made.journal.entries()]
    made.reset()

    assert len(set(first)) == len(first) == 12
    assert noted == first
    assert await ids() == first
