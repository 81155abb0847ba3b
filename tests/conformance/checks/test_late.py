"""Whoever was late himself accuses nobody of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.checks.late import LATE_S, TIMED, too_late
from conformance.model import End
from conformance.wire.view import View


@pytest.mark.parametrize(
    ("check", "fields", "expected"),
    [
        ("cuts.in-time", {"late_s": LATE_S}, True),
        ("cuts.in-time", {"late_s": LATE_S - 0.1}, False),
        ("chat.usage-sum", {"late_s": 60.0}, False),
        (None, {"late_s": 60.0}, False),
        ("errors.ends", {"late_s": 4.0, "duration_s": 6.0, "end": End.TIMEOUT}, True),
        ("errors.ends", {"late_s": 2.5, "duration_s": 6.0, "end": End.TIMEOUT}, False),
        ("errors.ends", {"duration_s": 0.0, "end": End.TIMEOUT}, False),
    ],
)
def test_only_what_rests_on_times_is_spoilt(
    view: Callable[..., View], check: str | None, fields: dict[str, Any], *, expected: bool
) -> None:
    """And a relay that was given its time is judged by it."""
    late = View(replace(view().exchange, **fields))

    told = too_late(check, [view(), late])

    assert (told is not None) is expected
    assert told is None or "late ourselves while x1 was sent" in told


def test_the_table_names_checks_that_there_are() -> None:
    """A renamed one would be judged again."""
    assert set(CHECKS) >= TIMED
