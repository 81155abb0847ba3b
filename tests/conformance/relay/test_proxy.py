"""The way of a completion through the relay, against scripted upstreams."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from conformance.relay.config import ClientKey

COMPLETION = {
    "id": "c1",
    "object": "chat.completion",
    "model": "up",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "hi"}}],
}
OK = {"body": COMPLETION}
ERROR = {"error": {"message": "no sk-up-0", "type": "invalid_request_error", "code": "bad"}}

FAILURES: dict[str, tuple[dict[str, Any], int]] = {
    "401": ({"status": 401, "body": ERROR}, 502),
    "402": ({"status": 402, "body": ERROR}, 502),
    "403": ({"status": 403, "body": ERROR}, 502),
    "408": ({"status": 408, "body": ERROR}, 504),
    "429": ({"status": 429, "body": ERROR}, 429),
    "500": ({"status": 500, "body": ERROR}, 500),
    "500-html": ({"status": 500, "body": b"<html>"}, 502),
    "503": ({"status": 503, "body": ERROR}, 503),
    "529": ({"status": 529, "body": ERROR}, 503),
    "redirect": ({"status": 302, "body": b""}, 502),
    "empty": ({"body": b""}, 502),
    "html": ({"body": b"<html>"}, 502),
    "error-in-200": ({"body": ERROR}, 502),
    "no-completion": ({"body": {"detail": "x"}}, 502),
    "no-head": ({"end": "no_head"}, 504),
    "half-a-body": ({"events": [b'{"choices"'], "end": "cut"}, 502),
    "half-then-silence": ({"events": [b'{"choices"'], "end": "silence"}, 504),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failure_moves_on_to_the_next_channel(rig: Any, run: Any, name: str) -> None:
    """The second channel answers when the first one fails."""

    async def work() -> tuple[int, Any, list[int]]:
        async with rig([FAILURES[name][0]], [OK]) as r:
            status, _, body = await r.ask()
            return status, body["model"], [len(u.calls) for u in r.upstreams]

    assert run(work()) == (200, "m", [1, 1])


@pytest.mark.parametrize("name", FAILURES)
def test_last_failure_is_told_without_secrets(rig: Any, run: Any, name: str) -> None:
    """When no channel is left the client learns the status and nothing else."""
    reply, expected = FAILURES[name]

    async def work() -> tuple[int, Any]:
        async with rig([reply]) as r:
            status, _, body = await r.ask()
            return status, body

    status, body = run(work())

    assert status == expected
    assert set(body["error"]) == {"message", "type", "param", "code"}
    assert "sk-up" not in str(body)
    assert "127.0.0.1" not in str(body)


@pytest.mark.parametrize("status", [400, 404, 413, 422])
def test_callers_error_is_passed_on_at_once(rig: Any, run: Any, status: int) -> None:
    """A refusal that speaks about the request is the client's, scrubbed, without a retry."""

    async def work() -> tuple[int, Any, int]:
        async with rig([{"status": status, "body": ERROR}], [OK]) as r:
            got, _, body = await r.ask()
            return got, body["error"], len(r.upstreams[1].calls)

    error = {"message": "no ***", "type": "invalid_request_error", "param": None, "code": "bad"}

    assert run(work()) == (status, error, 0)


def test_retry_after_is_passed_on(rig: Any, run: Any) -> None:
    """When to try again is the upstream's to say."""

    async def work() -> Any:
        async with rig([{"status": 429, "body": ERROR, "headers": {"Retry-After": "7"}}]) as r:
            return (await r.ask())[1]["retry-after"]

    assert run(work()) == "7"


def test_request_is_forwarded_unchanged(rig: Any, run: Any) -> None:
    """Only the model's name differs; the client's key stays here."""

    async def work() -> tuple[Any, Any]:
        async with rig([OK]) as r:
            await r.ask(temperature=0, vendor={"a": [0, ""]}, stream=False)
            return r.upstreams[0].calls[0], r.upstreams[0].headers[0]

    body, headers = run(work())

    assert body == {
        "model": "up",
        "messages": [{"role": "user", "content": "x"}],
        "temperature": 0,
        "vendor": {"a": [0, ""]},
        "stream": False,
    }
    assert headers["Authorization"] == "Bearer sk-up-0"
    assert headers["Accept-Encoding"] == "identity"


def test_stream_is_passed_on(rig: Any, run: Any, stream: Any) -> None:
    """Every chunk reaches the client under the alias, then [DONE]."""

    async def work() -> Any:
        async with rig([{"events": stream}]) as r:
            return await r.ask(stream=True)

    status, headers, events = run(work())

    assert status == 200
    assert headers["cache-control"] == "no-cache"
    assert headers["x-accel-buffering"] == "no"
    assert [e["model"] for e in events[:-1]] == ["m"] * 4
    assert events[-1] == "[DONE]"


@pytest.mark.parametrize(
    "reply",
    [
        {"events": ["role"], "end": "cut"},
        {"events": ["role"], "end": "silence"},
        {"events": ["role", {"error": {"message": "x"}}]},
        {"events": ["role", "{"]},
        {"events": ["role"]},
        {"events": []},
        {"body": COMPLETION},
        {"status": 503, "body": ERROR},
    ],
    ids=["cut", "silence", "inband", "bad", "end", "empty", "json", "503"],
)
def test_stream_without_content_fails_over(
    rig: Any, run: Any, stream: Any, reply: dict[str, Any]
) -> None:
    """A stream that fails before its first content is another channel's to answer."""
    if "events" in reply:
        reply = reply | {"events": [stream[0] if e == "role" else e for e in reply["events"]]}

    async def work() -> Any:
        async with rig([reply], [{"events": stream}]) as r:
            _, _, events = await r.ask(stream=True)
            return len(events), events[-1], len(r.upstreams[1].calls)

    assert run(work()) == (5, "[DONE]", 1)


@pytest.mark.parametrize(
    ("rest", "end"),
    [
        ([], "cut"),
        ([], "silence"),
        ([], "eof"),
        (["{"], "eof"),
        ([{"error": {"message": "sk-up-0"}}], "eof"),
        (["[DONE]"], "eof"),
    ],
    ids=["cut", "silence", "end", "bad", "inband", "done-too-soon"],
)
def test_break_after_content_is_one_error_event(
    rig: Any, run: Any, stream: Any, rest: list[Any], end: str
) -> None:
    """After the first content the stream is never spliced, and ends with an error."""

    async def work() -> Any:
        events = [*stream[:2], *rest]
        async with rig([{"events": events, "end": end}], [{"events": stream}]) as r:
            _, _, seen = await r.ask(stream=True)
            return seen, len(r.upstreams[1].calls)

    events, calls = run(work())

    assert calls == 0
    assert len(events) == 3
    assert set(events[2]) == {"error"}
    assert set(events[2]["error"]) == {"message", "type", "param", "code"}
    assert "sk-up" not in events[2]["error"]["message"]


@pytest.mark.parametrize("reply", [{"end": "no_head"}, {"events": [], "end": "silence"}])
def test_leaving_before_content_closes_the_upstream(rig: Any, run: Any, reply: Any) -> None:
    """A client that leaves while nothing came ends the call; no other is made."""

    async def work() -> int:
        async with rig([reply], [OK], timeouts=_patient()) as r:
            asking = asyncio.ensure_future(r.ask(stream=True))
            await r.upstreams[0].called.wait()
            asking.cancel()
            await r.upstreams[0].left.wait()
            return len(r.upstreams[1].calls)

    assert run(work()) == 0


def test_leaving_in_mid_stream_closes_the_upstream(rig: Any, run: Any, stream: Any) -> None:
    """A client that leaves a stream ends the upstream's."""

    async def work() -> None:
        script = [{"events": stream[:2], "end": "silence"}]
        async with rig(script, timeouts=_patient()) as r:
            body = {"model": "m", "messages": [], "stream": True}
            async with r.client.post(f"{r.url}/v1/chat/completions", json=body) as response:
                await response.content.readuntil(b"\n\n")
                response.close()
            await r.upstreams[0].left.wait()

    run(work())


def test_slot_is_given_back_when_the_client_leaves(rig: Any, run: Any) -> None:
    """A key with one place can be used again after its client left."""

    async def work() -> list[int]:
        key = ClientKey("sk-client", concurrency=1)
        async with rig([{"end": "no_head"}, OK], key=key, timeouts=_patient()) as r:
            asking = asyncio.ensure_future(r.ask())
            await r.upstreams[0].called.wait()
            refused, headers, _ = await r.ask()
            asking.cancel()
            await r.upstreams[0].left.wait()
            return [refused, int(headers["retry-after"]), (await r.ask())[0]]

    assert run(work()) == [429, 1, 200]


def test_each_channel_is_called_once(rig: Any, run: Any) -> None:
    """A request costs at most one call for each channel."""

    async def work() -> Any:
        bad = [{"status": 500, "body": ERROR}]
        async with rig(bad, bad, bad) as r:
            status, _, _ = await r.ask()
            return status, [len(u.calls) for u in r.upstreams]

    assert run(work()) == (500, [1, 1, 1])


def _patient() -> Any:
    """Return time-outs that do not run out while a test waits for something else."""
    from conformance.relay.config import Timeouts

    return Timeouts()
