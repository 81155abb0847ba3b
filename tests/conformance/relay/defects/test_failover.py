"""Defects of calling one upstream after another, and of letting go of them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from conformance.relay.config import Timeouts

COMPLETION: dict[str, Any] = {"body": {"choices": []}}
ERROR = {"error": {"message": "x", "type": "t", "code": "c"}}


@pytest.mark.parametrize(
    ("name", "status", "answered", "calls"),
    [
        ("no_failover", 500, 500, [1, 0]),
        ("retry_400", 400, 200, [1, 1]),
        ("retry_forever", 500, 200, [10, 1]),
        ("account_error_ends", 401, 502, [1, 0]),
        ("false_success_ends", 200, 502, [1, 0]),
    ],
)
def test_channels_are_called_against_the_rules(
    rig: Any, run: Any, name: str, status: int, answered: int, calls: list[int]
) -> None:
    """The first channel fails, the second one would answer."""

    async def work() -> Any:
        script = [{"status": status, "body": ERROR}]
        async with rig(script, [COMPLETION], defects=(name,)) as r:
            return (await r.ask())[0], [len(u.calls) for u in r.upstreams]

    assert run(work()) == (answered, calls)


@pytest.mark.parametrize(
    ("name", "calls"),
    [("no_rest", [2, 2]), ("rests_forever", [1, 2]), ("failure_closes_channel", [1, 2])],
)
def test_channels_rest_too_long_or_not_at_all(
    rig: Any, run: Any, name: str, calls: list[int]
) -> None:
    """The first channel asks for a rest of five seconds; two requests follow each other."""

    async def work() -> Any:
        script = [{"status": 429, "body": ERROR, "headers": {"Retry-After": "5"}}]
        async with rig(script, [COMPLETION], defects=(name,), may_rest=True) as r:
            await r.ask()
            await r.ask()
            return [len(u.calls) for u in r.upstreams]

    assert run(work()) == calls


def test_body_lost_on_retry(rig: Any, run: Any) -> None:
    """The second channel is called with nothing."""

    async def work() -> Any:
        script = [{"status": 500, "body": ERROR}]
        async with rig(script, [COMPLETION], defects=("body_lost_on_retry",)) as r:
            await r.ask()
            return [u.calls for u in r.upstreams]

    first, second = run(work())

    assert first[0]["messages"]
    assert second == [b""]


def test_preamble_commits(rig: Any, run: Any, stream: Any) -> None:
    """A role-only preamble and a cut end in an error event."""

    async def work() -> Any:
        script = [{"events": stream[:1], "end": "cut"}]
        async with rig(script, [{"events": stream}], defects=("preamble_commits",)) as r:
            return (await r.ask(stream=True))[2], len(r.upstreams[1].calls)

    events, calls = run(work())

    assert "error" in events[-1]
    assert calls == 0


@pytest.mark.parametrize("backups", [1, 0])
def test_splice_after_first_byte(rig: Any, run: Any, stream: Any, backups: int) -> None:
    """The backup's answer follows the broken one; without a backup the error is told."""

    async def work() -> Any:
        scripts = [[{"events": stream[:2], "end": "cut"}], [{"events": stream}]]
        defects = ("splice_after_first_byte",)
        async with rig(*scripts[: 1 + backups], defects=defects) as r:
            return (await r.ask(stream=True))[2]

    events = run(work())

    assert len(events) == (7 if backups else 3)
    assert events[-1] == "[DONE]" if backups else "error" in events[-1]


def test_splice_tells_the_error_when_the_backup_fails_too(rig: Any, run: Any, stream: Any) -> None:
    """A failing backup leaves the stream broken."""

    async def work() -> Any:
        scripts = [[{"events": stream[:2], "end": "cut"}], [{"status": 500, "body": ERROR}]]
        async with rig(*scripts, defects=("splice_after_first_byte",)) as r:
            return (await r.ask(stream=True))[2]

    assert "error" in run(work())[-1]


def test_no_cancel(rig: Any, run: Any, stream: Any) -> None:
    """What comes after the client left is read, and nobody is told."""
    released, done = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with rig([{"events": stream}], timeouts=Timeouts(), defects=("no_cancel",)) as r:
            play = r.upstreams[0]._play

            async def slowly(request: Any, **reply: Any) -> Any:
                first = {"events": stream[:2]}
                response = await play(request, **first)
                await released.wait()
                for event in stream[2:4]:
                    await response.write(f"data: {event}\n\n".encode())
                done.set()
                return response

            r.upstreams[0]._play = slowly
            body = {"model": "m", "messages": [], "stream": True}
            async with r.client.post(f"{r.url}/v1/chat/completions", json=body) as response:
                await response.content.readuntil(b"\n\n")
                response.close()
            async with r.client.get(f"{r.url}/v1/models") as listed:
                assert listed.status == 200
            released.set()
            await done.wait()

    run(work())


def test_no_cancel_ends_with_the_relay(rig: Any, run: Any) -> None:
    """What still waits for an upstream is ended when the relay closes."""

    async def work() -> bool:
        async with rig([{"end": "no_head"}], timeouts=Timeouts(), defects=("no_cancel",)) as r:
            asking = asyncio.ensure_future(r.ask())
            await r.upstreams[0].called.wait()
            asking.cancel()
        return True

    assert run(work())
