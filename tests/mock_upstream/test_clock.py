"""The one real clock."""

from __future__ import annotations

import asyncio

from mock_upstream.clock import REAL


def test_the_real_clock_never_goes_back() -> None:
    """Time after a wait is not before it."""
    before = REAL.now()

    asyncio.run(REAL.sleep(0))

    assert REAL.now() >= before
