"""What Ideogram tells of pictures, each with what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import UpstreamCall
from conformance.wire.view import View

ROWS = [{"seed": 1, "url": "a"}, {"seed": 2, "url": "b"}]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (ROWS, 0),
        ([{"seed": 1, "url": "kept"}, {"seed": 2}], 0),
        ([{"seed": 1}, {"seed": 0}], 1),
        (ROWS[:1], 1),
        (["a", "b"], 2),
        (None, 1),
    ],
)
def test_rows_are_the_upstreams(
    view: Callable[..., View], places: Callable[..., list[str | None]], told: Any, found: int
) -> None:
    """As many, and alike but for their addresses."""
    reply = {"body": {"data": ROWS}}
    call = UpstreamCall("a", "POST", "/ideogram", (), b"{}", 0.0, 200, reply=reply)
    url = "http://relay/ideogram/generate"
    seen = view({"data": told}, url=url, upstream=[call])

    assert len(places("ideogram.told", seen, under="data", keys=["seed"])) == found


def test_without_an_upstream_nothing_is_right(
    view: Callable[..., View], places: Callable[..., list[str | None]]
) -> None:
    """Somebody made it up."""
    seen = view({"data": ROWS}, url="http://relay/ideogram/generate", upstream=[])

    assert len(places("ideogram.told", seen, under="data", keys=["seed"])) == 1
