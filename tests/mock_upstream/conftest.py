"""A running mock, and a client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from mock_upstream.server import RunningMock, start


@pytest.fixture
async def mock() -> AsyncIterator[RunningMock]:
    """A mock on a free port of loopback."""
    running = await start()
    yield running
    await running.close()


@pytest.fixture
async def http(mock: RunningMock) -> AsyncIterator[aiohttp.ClientSession]:
    """A client whose paths begin at the mock's origin."""
    async with aiohttp.ClientSession(mock.url, timeout=aiohttp.ClientTimeout(5)) as session:
        yield session
