"""Rules of Midjourney's own, each with what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import UpstreamCall
from conformance.wire.view import View

Maker = Callable[..., View]
Places = Callable[..., list[str | None]]


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        ({"code": 24, "description": "banned"}, 200, 0),
        ({"code": 24, "result": "7"}, 200, 1),
        ({"code": 1, "result": None}, 200, 1),
        ({"code": 1, "result": "7"}, 400, 0),
        ([], 200, 0),
    ],
)
def test_a_refusal_is_not_told_as_taken(
    view: Maker, places: Places, body: Any, status: int, found: int
) -> None:
    """By its code, or by an id."""
    one = view(body, status=status, url="http://relay/mj/submit/imagine")

    assert len(places("midjourney.not-taken", one)) == found


@pytest.mark.parametrize(("seed", "found"), [("42", 0), (42, 0), ("", 1), ("43", 1)])
def test_a_seed_is_the_upstreams(view: Maker, places: Places, seed: Any, found: int) -> None:
    """As text or as a number."""
    said = {"body": {"code": 1, "result": "42"}}
    call = UpstreamCall("a", "GET", "/mj", (), b"", 0.0, 200, reply=said)
    one = view({"code": 1, "result": seed}, upstream=[call])

    assert len(places("midjourney.seed", one, place=0)) == found
