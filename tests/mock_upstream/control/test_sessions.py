"""Sessions over the control API."""

from __future__ import annotations

import aiohttp
import pytest

from mock_upstream.server import RunningMock

API = "/__mock__/v1"
CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}


def script(*steps: object, upstream: str = "primary") -> dict[str, object]:
    """A script with one rule."""
    return {"version": 1, "upstreams": {upstream: {"rules": [{"steps": list(steps)}]}}}


async def ask(
    http: aiohttp.ClientSession, session: str = "a", upstream: str = "primary"
) -> tuple[int, str]:
    """Status and text, or error code, of one chat request."""
    key = {"Authorization": f"Bearer sk-mock-{session}-{upstream}"}
    path = f"/s/{session}/{upstream}/v1/chat/completions"
    async with http.post(path, json=CHAT, headers=key) as reply:
        body = await reply.json()
        if "error" in body:
            return reply.status, str(body["error"]["code"])
        return reply.status, str(body["choices"][0]["message"]["content"])


async def test_a_session_tells_addresses_and_keys(
    mock: RunningMock, http: aiohttp.ClientSession
) -> None:
    """What a relay's channels need is in the reply; the session can be read again."""
    made = await http.post(f"{API}/sessions", json={"id": "a", "upstreams": ["x"]})
    value = await made.json()

    assert made.status == 201
    assert value == {
        "id": "a",
        "generation": 0,
        "upstreams": {"x": {"base_url": f"{mock.url}/s/a/x/v1", "key": "sk-mock-a-x"}},
    }
    read = await (await http.get(f"{API}/sessions/a")).json()
    assert read == {**value, "script": None}
    listed = await (await http.get(f"{API}/sessions")).json()
    assert [row["id"] for row in listed["sessions"]] == ["a", "default"]


async def test_a_session_without_a_name_gets_one(http: aiohttp.ClientSession) -> None:
    """Its upstreams are primary and backup."""
    value = await (await http.post(f"{API}/sessions")).json()

    assert value["id"] == "s1"
    assert list(value["upstreams"]) == ["primary", "backup"]


@pytest.mark.parametrize(
    ("body", "status", "pointer", "word"),
    [
        ({"id": "default"}, 409, "/id", "replace: true"),
        ({"id": "a/b"}, 400, "/id", "no session id"),
        ({"id": 5}, 400, "/id", "no session id"),
        ({"upstreams": []}, 400, "/upstreams", "at least one"),
        ({"upstreams": ["ok", "No"]}, 400, "/upstreams/1", "no upstream name"),
        ({"name": "a"}, 400, "/name", "allowed: id, upstreams, script, replace"),
        ({"script": {"version": 1}}, 400, "/script", "'upstreams' is missing"),
        (
            {"script": script({"fault": "x"})},
            400,
            "/script/upstreams/primary/rules/0/steps/0/fault",
            "unknown fault 'x'",
        ),
        ([], 400, "", "no JSON object"),
    ],
)
async def test_mistakes_are_told_with_a_pointer(
    http: aiohttp.ClientSession, body: object, status: int, pointer: str, word: str
) -> None:
    """Nothing is made; the error has a message and a pointer."""
    reply = await http.post(f"{API}/sessions", json=body)
    error = (await reply.json())["error"]

    assert (reply.status, error["pointer"]) == (status, pointer)
    assert word in error["message"]
    assert len((await (await http.get(f"{API}/sessions")).json())["sessions"]) == 1


async def test_replace_makes_the_session_anew(http: aiohttp.ClientSession) -> None:
    """The same id, another script."""
    await http.post(f"{API}/sessions", json={"id": "a"})

    reply = await http.post(
        f"{API}/sessions",
        json={"id": "a", "replace": True, "script": script({"reply": {"text": "new"}})},
    )

    assert reply.status == 201
    assert await ask(http) == (200, "new")


async def test_steps_begin_anew_in_each_generation(http: aiohttp.ClientSession) -> None:
    """PATCH takes another script, reset the same one or a new one."""
    first = script({"fault": "http.429_rpm"}, {"reply": {"text": "ok"}})
    await http.post(f"{API}/sessions", json={"id": "a", "script": first})
    assert [await ask(http) for _ in range(3)] == [
        (429, "rate_limit_exceeded"),
        (200, "ok"),
        (200, "ok"),
    ]

    reset = await (await http.post(f"{API}/sessions/a/reset")).json()
    assert reset == {"generation": 1}
    assert (await ask(http))[0] == 429

    patched = await http.patch(
        f"{API}/sessions/a", json={"script": script({"reply": {"text": "b"}})}
    )
    assert (await patched.json())["generation"] == 2
    assert await ask(http) == (200, "b")

    body = {"script": script({"reply": {"text": "c"}})}
    assert (await (await http.post(f"{API}/sessions/a/reset", json=body)).json())["generation"] == 3
    assert await ask(http) == (200, "c")
    assert (await http.patch(f"{API}/sessions/a")).status == 400


async def test_a_deleted_session_is_gone(http: aiohttp.ClientSession) -> None:
    """Its paths and its control routes are 404; the default one stays."""
    await http.post(f"{API}/sessions", json={"id": "a"})

    assert (await http.delete(f"{API}/sessions/a")).status == 204
    assert (await http.get(f"{API}/sessions/a")).status == 404
    assert (await ask(http))[0] == 404
    assert (await http.delete(f"{API}/sessions/default")).status == 409


async def test_one_upstream_changes_and_the_others_go_on(http: aiohttp.ClientSession) -> None:
    """PUT replaces one upstream without a new generation."""
    await http.post(f"{API}/sessions", json={"id": "a"})
    row = {"rules": [{"steps": [{"reply": {"text": "put"}}]}]}

    reply = await http.put(f"{API}/sessions/a/upstreams/primary", json=row)

    assert (await reply.json())["generation"] == 0
    assert await ask(http) == (200, "put")
    assert (await ask(http, upstream="backup"))[0] == 200
    wrong = await http.put(f"{API}/sessions/a/upstreams/primary", json={"rules": [{}]})
    assert (await wrong.json())["error"]["pointer"] == "/upstreams/primary/rules/0"


async def test_a_fault_can_be_switched_on_and_off(http: aiohttp.ClientSession) -> None:
    """It strikes every reply of the upstream until it is deleted."""
    await http.post(f"{API}/sessions", json={"id": "a"})
    path = f"{API}/sessions/a/upstreams/primary/faults"

    made = await http.post(path, json={"fault": "http.503"})
    assert (made.status, await made.json()) == (201, {"faults": ["http.503"]})
    assert [(await ask(http))[0] for _ in range(2)] == [503, 503]
    assert (await ask(http, upstream="backup"))[0] == 200

    assert (await http.delete(path)).status == 204
    assert (await ask(http))[0] == 200


@pytest.mark.parametrize(
    ("path", "body", "word"),
    [
        ("primary", {}, "fault is missing"),
        ("primary", {"fault": "x"}, "unknown fault"),
        ("other", {"fault": "http.500"}, "it has primary, backup"),
    ],
)
async def test_a_fault_that_cannot_be_is_refused(
    http: aiohttp.ClientSession, path: str, body: object, word: str
) -> None:
    """400 with a sentence."""
    await http.post(f"{API}/sessions", json={"id": "a"})

    reply = await http.post(f"{API}/sessions/a/upstreams/{path}/faults", json=body)

    assert reply.status == 400
    assert word in (await reply.json())["error"]["message"]


async def test_signals_are_taken_by_name(http: aiohttp.ClientSession) -> None:
    """A signal may come before anybody waits."""
    await http.post(f"{API}/sessions", json={"id": "a"})

    reply = await http.post(f"{API}/sessions/a/signals/go")

    assert await reply.json() == {"signal": "go"}
