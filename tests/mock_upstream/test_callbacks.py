"""Hooks are called once for each change, in order, and with the body of a fetch."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from mock_upstream.callbacks import Callbacks
from mock_upstream.protocols.tasks.course import State, course
from mock_upstream.protocols.tasks.desk import Ask, Desk, Task


class Clock:
    """Stands still but for sleepers, who are woken at once."""

    def __init__(self) -> None:
        self.at_s = 0.0

    def now(self) -> float:
        """Where the clock stands."""
        return self.at_s

    async def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        await asyncio.sleep(0)
        self.at_s += seconds


@asynccontextmanager
async def hook(status: int = 200) -> AsyncIterator[tuple[str, list[Any]]]:
    """An address, and what was posted there."""
    heard: list[Any] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(await request.json())
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/hook", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", heard
    finally:
        await runner.cleanup()


def shown(_task: Task, state: State) -> dict[str, Any]:
    """The phase, and how far it is."""
    return {"phase": str(state.phase), "percent": state.percent}


def submit(callbacks: Callbacks, url: str, said: Any = None, each_s: float = 0.0) -> Task:
    """A task with a hook."""
    desk = Desk({}, watched=callbacks.watched)
    made = course(said or {}, each_s)
    return Ask("POST", "/a", desk, course=made).submit("A", str, shown, hook=url)


def test_each_change_is_posted_once() -> None:
    """Also when nothing has changed in between; behind the end nothing is."""

    async def work() -> None:
        callbacks = Callbacks(Clock(), Counter())
        async with hook() as (url, heard):
            task = submit(callbacks, url)
            for _ in range(6):
                callbacks.stir()
                callbacks.stir()
                task.looks += 1
            await callbacks.rest()

            assert [one["percent"] for one in heard] == [0, 35, 70, 100]
            assert callbacks.watched == []

    asyncio.run(work())


def test_the_clock_calls_by_itself() -> None:
    """Nobody has to ask."""

    async def work() -> None:
        callbacks = Callbacks(Clock(), Counter())
        said = {"steps": ["queued", 50, "failed"], "by": {"time": "1s"}}
        async with hook() as (url, heard):
            submit(callbacks, url, said, 1.0)
            callbacks.stir()
            await callbacks.rest()

            assert [one["phase"] for one in heard] == ["running", "failed"]

    asyncio.run(work())


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/hook", "refused"])
def test_a_hook_that_does_not_hear_is_left_alone(url: str) -> None:
    """It is not tried again."""

    async def work() -> None:
        told: list[int] = []
        callbacks = Callbacks(Clock(), Counter(), lambda: told.append(1))
        async with hook(500) as (refusing, heard):
            task = submit(callbacks, refusing if url == "refused" else url)
            callbacks.stir()
            task.looks += 1
            callbacks.stir()
            await callbacks.rest()

            assert len(heard) == (url == "refused")
            assert len(told) == 2

    asyncio.run(work())


def test_nobody_is_called_after_the_close() -> None:
    """What is under way is cancelled."""

    async def work() -> None:
        callbacks = Callbacks(Clock(), Counter())
        async with hook() as (url, heard):
            submit(callbacks, url, {"by": {"time": "1s"}}, 1.0)
            callbacks.stir()
            callbacks.close()
            callbacks.stir()
            await asyncio.sleep(0.01)

            assert heard == []

    asyncio.run(work())


def test_a_hook_that_is_no_address_is_none() -> None:
    """It is not watched."""
    callbacks = Callbacks(Clock(), Counter())
    submit(callbacks, "no address")

    assert callbacks.watched == []
