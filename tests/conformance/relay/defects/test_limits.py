"""Defects of counting, where counts alone do not show them."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.config import ClientKey, Timeouts
from conformance.relay.defects.limits import (
    RemainingIsMadeUp,
    SlotPinnedByStalledReader,
    WindowNeverReopens,
    WindowTooTight,
)
from conformance.relay.envelope import Reason
from conformance.relay.turn import Turn

COMPLETION: dict[str, Any] = {"body": {"choices": []}}


def test_window_never_reopens(told: Any) -> None:
    """A refusal asks to come back in a second; other errors keep their words."""
    limit, _ = told(WindowNeverReopens, Reason.LIMIT)
    path, _ = told(WindowNeverReopens, Reason.UNKNOWN_PATH)

    assert (dict(limit.headers), dict(path.headers)) == ({"Retry-After": "1"}, {})


def test_remaining_is_made_up() -> None:
    """What remains is the limit; without a limit nothing is said."""
    defect = RemainingIsMadeUp(Turn("r"))
    true = {"X-RateLimit-Limit-Requests": "5", "X-RateLimit-Remaining-Requests": "1"}

    assert defect.headers(true)["X-RateLimit-Remaining-Requests"] == "5"
    assert defect.headers({"a": "b"}) == {"a": "b"}


@pytest.mark.parametrize(("rpm", "left"), [(5, 4), (2, 2), (None, None)])
def test_window_too_tight(rpm: int | None, left: int | None) -> None:
    """A window of two stays as it is."""
    assert WindowTooTight(Turn("r")).key(ClientKey("sk", rpm=rpm)).rpm == left


def test_slot_pinned_by_stalled_reader() -> None:
    """Patience with clients has no end; that with upstreams is as it was."""
    patience = SlotPinnedByStalledReader(Turn("r")).timeouts(Timeouts())

    assert patience == Timeouts(write_s=None)


@pytest.mark.parametrize(("name", "calls"), [("refuses_after_call", 2), (None, 1)])
def test_refuses_after_call(rig: Any, run: Any, name: str | None, calls: int) -> None:
    """The refusal is the same, and an upstream has worked for it."""

    async def work() -> Any:
        key = ClientKey("sk-client", rpm=1)
        async with rig([COMPLETION], key=key, defects=(name,) if name else ()) as r:
            return [(await r.ask())[0] for _ in range(2)], len(r.upstreams[0].calls)

    assert run(work()) == ([200, 429], calls)
