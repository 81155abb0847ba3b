"""A run with nothing to judge says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks.ground import GROUNDS, REMAINING
from conformance.model import End
from conformance.wire.view import View


@pytest.mark.parametrize(
    ("name", "reply", "holds"),
    [
        ("some-served", {"body": {}}, True),
        ("some-served", {"status": 502}, False),
        ("some-refused", {"status": 429}, True),
        ("some-refused", {"status": 200}, False),
        ("some-deferred", {"status": 429, "headers": {"retry-after": "1"}}, True),
        ("some-deferred", {"status": 429}, False),
        ("some-deferred", {"status": 503, "headers": {"retry-after": "1"}}, False),
        ("remaining-told", {"headers": {REMAINING: "3"}}, True),
        ("remaining-told", {}, False),
        ("some-left", {}, False),
        ("some-left", {"end": End.LEFT}, False),
    ],
)
def test_one_request_is_ground_enough(
    shot: Callable[..., Any], name: str, reply: dict[str, Any], holds: bool
) -> None:
    """Among others that came to nothing."""
    views = [shot(status=500), shot(**reply)]

    assert holds == (GROUNDS[name](views) is None)


@pytest.mark.parametrize(
    ("status", "holds"), [(401, True), (403, True), (200, False), (500, False)]
)
def test_the_first_request_is_refused(
    shot: Callable[..., Any], status: int, *, holds: bool
) -> None:
    """Whatever the others meet."""
    views = [shot(status=status), shot(status=200)]

    assert holds == (GROUNDS["guarded"](views) is None)


def at(second: int) -> dict[str, Any]:
    """A request that began at that second of a minute and took one."""
    return {"started_at": f"2026-11-26T00:00:{second:02d}+00:00", "limits": {"rpm": 1}}


@pytest.mark.parametrize(
    ("rows", "holds"),
    [
        ([({"body": {}}, 0), ({"status": 429}, 5)], True),
        ([({"body": {}}, 0)], False),
        ([({"status": 500}, 0), ({"status": 429}, 5)], False),
        ([({"body": {}}, 0), ({"status": 429}, 59)], False),
    ],
)
def test_a_window_is_full_when_more_was_asked_for_within_it(
    shot: Callable[..., Any], call: Callable[..., Any], rows: list[Any], holds: bool
) -> None:
    """What takes longer than a window says nothing of one."""
    views = [
        View(
            replace(shot(upstream=[call()] if "body" in has else (), **has).exchange, **at(second))
        )
        for has, second in rows
    ]

    assert holds == (GROUNDS["window-filled"](views) is None)


def test_who_left_had_an_upstream_at_work(
    shot: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """Only then is there something to be let go."""
    assert GROUNDS["some-left"]([shot(end=End.LEFT, upstream=[call()])]) is None
