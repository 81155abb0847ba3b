"""A loop in a thread runs coroutines and leaves nothing behind."""

from __future__ import annotations

import asyncio
import threading

import pytest

from conformance.background import LoopThread


async def double(number: int) -> int:
    """Twice the number."""
    await asyncio.sleep(0)
    return 2 * number


def test_results_come_back() -> None:
    """``run`` waits, ``submit`` does not."""
    with LoopThread("test-loop") as loop:
        assert loop.run(double(2)) == 4
        assert loop.submit(double(3)).result(5) == 6


def test_errors_come_back() -> None:
    """An exception of the coroutine is raised where it is waited for."""

    async def fail() -> None:
        raise ValueError("no")

    with LoopThread("test-loop") as loop, pytest.raises(ValueError, match="no"):
        loop.run(fail())


def test_waiting_has_a_limit() -> None:
    """What takes too long is cancelled."""
    cancelled = threading.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    with LoopThread("test-loop") as loop, pytest.raises(TimeoutError):
        loop.run(wait(), timeout_s=0.01)
    assert cancelled.is_set()


def test_closing_ends_tasks_and_thread() -> None:
    """Tasks under way are cancelled; closing twice does nothing."""
    loop = LoopThread("test-closing")
    future = loop.submit(asyncio.Event().wait())

    loop.close()
    loop.close()

    assert future.cancelled()
    assert "test-closing" not in [thread.name for thread in threading.enumerate()]
