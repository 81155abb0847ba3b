"""What the control API tells about traffic."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

import specs

API = "/__mock__/v1"
CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}
KEY = {"Authorization": "Bearer sk-mock-a-primary"}
PATH = "/s/a/primary/v1/chat/completions"


@pytest.fixture(autouse=True)
async def session(http: aiohttp.ClientSession) -> None:
    """A session ``a`` whose primary fails once."""
    steps = [{"fault": "http.500"}, {"reply": {"text": "ok"}}]
    script = {"version": 1, "upstreams": {"primary": {"rules": [{"steps": steps}]}}}
    await http.post(f"{API}/sessions", json={"id": "a", "script": script})


async def test_the_journal_tells_what_was_asked_and_answered(http: aiohttp.ClientSession) -> None:
    """Request, rule, step, fault, meaning, octets and end; valid by its schema."""
    for _ in range(2):
        await (await http.post(PATH, json=CHAT, headers=KEY)).read()

    journal = await (await http.get(f"{API}/sessions/a/journal?wait_idle=0.01")).json()

    specs.validator("meta/journal.schema.json").validate(journal)
    one, two = journal["entries"]
    assert (one["status"], one["step"], one["fault"]) == (500, 0, "http.500")
    assert (two["status"], two["step"], two["fault"]) == (200, 1, None)
    assert two["rule"] == "/upstreams/primary/rules/0"
    assert two["path"] == "/v1/chat/completions"
    assert two["reply"]["text"]
    assert two["closed"] == "mock"
    assert two["octets_sent"] == sum(octets for _, octets in two["sent"]) > 0
    assert ["Authorization", "Bearer sk-mock-a-primary"] in two["headers"]
    later = await (await http.get(f"{API}/sessions/a/journal?since=1")).json()
    assert [row["seq"] for row in later["entries"]] == [1]


async def test_waiting_for_idleness_gives_up_in_time(http: aiohttp.ClientSession) -> None:
    """An open request is told as open; once its client left, the relay closed it."""
    await http.post(
        f"{API}/sessions/a/upstreams/primary/faults",
        json={"fault": "latency.stall", "with": {"forever": True}},
    )
    script = {"version": 1, "upstreams": {"primary": {"use": "healthy"}}}
    await http.post(f"{API}/sessions/a/reset", json={"script": script})
    await http.post(
        f"{API}/sessions/a/upstreams/primary/faults",
        json={"fault": "latency.stall", "with": {"forever": True}},
    )
    reply = await http.post(PATH, json=CHAT, headers=KEY)

    query = "generation=1&wait_idle=0.01&timeout=0.05"
    journal = await (await http.get(f"{API}/sessions/a/journal?{query}")).json()
    assert (journal["open"], journal["entries"][0]["closed"]) == (1, "open")

    reply.close()
    journal = await (await http.get(f"{API}/sessions/a/journal?wait_idle=0.01")).json()
    assert (journal["open"], journal["entries"][0]["closed"]) == (0, "relay")


async def test_the_stream_tells_arrivals_and_ends(http: aiohttp.ClientSession) -> None:
    """Two events for one request."""
    async with asyncio.timeout(5):
        stream = await http.get(f"{API}/sessions/a/journal/stream")
        await (await http.post(PATH, json=CHAT, headers=KEY)).read()

        lines = [await stream.content.readline() for _ in range(6)]

    stream.close()
    assert stream.content_type == "text/event-stream"
    assert [line for line in lines if line.startswith(b"event")] == [
        b"event: arrived\n",
        b"event: ended\n",
    ]


@pytest.mark.parametrize(
    ("calls", "problems"),
    [
        ({"primary": 1}, []),
        ({"primary": 2}, ["upstream 'primary' was called 1 times, expected 2"]),
        (
            {"backup": 1},
            [
                "upstream 'backup' was called 0 times, expected 1",
                "upstream 'primary' was called 1 times, expected 0",
            ],
        ),
    ],
)
async def test_calls_can_be_verified(
    http: aiohttp.ClientSession, calls: dict[str, int], problems: list[str]
) -> None:
    """Each upstream was called as often as said, others not at all."""
    await (await http.post(PATH, json=CHAT, headers=KEY)).read()

    reply = await http.post(f"{API}/sessions/a/verify", json={"calls": calls})

    assert await reply.json() == {"ok": not problems, "problems": problems}


@pytest.mark.parametrize(
    ("body", "pointer"), [({"calls": []}, "/calls"), ({"calls": {"a": -1}}, "/calls/a")]
)
async def test_a_wrong_expectation_is_refused(
    http: aiohttp.ClientSession, body: object, pointer: str
) -> None:
    """400 with a pointer."""
    reply = await http.post(f"{API}/sessions/a/verify", json=body)

    assert reply.status == 400
    assert (await reply.json())["error"]["pointer"] == pointer


async def test_the_verdict_tells_steps_not_taken_and_requests_not_met(
    http: aiohttp.ClientSession,
) -> None:
    """It is ok once all steps are taken and nothing was unexpected."""
    url = f"{API}/sessions/a/verdict"
    before = await (await http.get(url)).json()
    assert before["problems"] == ["/upstreams/primary/rules/0 was met 0 times, its steps say 2"]

    for _ in range(2):
        await (await http.post(PATH, json=CHAT, headers=KEY)).read()
    assert (await (await http.get(url)).json())["ok"] is True

    await (await http.get("/s/a/primary/v1/nowhere", headers=KEY)).read()
    after = await (await http.get(url)).json()
    assert len(after["problems"]) == 1
    assert "request 2 to 'primary'" in after["problems"][0]


@pytest.mark.parametrize("query", ["wait_idle=x", "generation=-1", "timeout=inf&wait_idle=1"])
async def test_a_wrong_query_is_refused(http: aiohttp.ClientSession, query: str) -> None:
    """400 with the parameter's name."""
    reply = await http.get(f"{API}/sessions/a/journal?{query}")

    assert reply.status == 400
