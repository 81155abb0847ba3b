"""What a browser would refuse is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

ORIGIN = "https://app.example"
SENT = {"Origin": ORIGIN, "Access-Control-Request-Headers": "authorization,x-stainless-os"}
ALLOW = {"access-control-allow-origin": "*", "access-control-allow-headers": "*, Authorization"}


@pytest.mark.parametrize(
    ("status", "changes", "count"),
    [
        (204, {}, 0),
        (200, {"access-control-allow-origin": ORIGIN}, 0),
        (200, {"access-control-allow-headers": "X-Stainless-OS, authorization"}, 0),
        (401, {}, 1),
        (204, {"access-control-allow-headers": "*"}, 1),
        (204, {"access-control-allow-headers": "authorization"}, 1),
        (204, {"access-control-allow-headers": ""}, 2),
        (204, {"access-control-allow-origin": "https://other.example"}, 1),
    ],
)
def test_a_preflight_lets_the_request_through(
    view: Callable[..., Any], places: Callable[..., Any], status: int, changes: Any, count: int
) -> None:
    """With each header that was asked for; the star does not cover the key."""
    seen = view(status=status, sent=SENT, headers=ALLOW | changes)

    assert count == len(places("cors.preflight", seen))


@pytest.mark.parametrize(("headers", "count"), [(ALLOW, 0), ({}, 1)])
def test_an_answer_may_be_read(
    view: Callable[..., Any], places: Callable[..., Any], headers: Any, count: int
) -> None:
    """Errors as well."""
    assert count == len(places("cors.shared", view(status=401, sent=SENT, headers=headers)))


@pytest.mark.parametrize(
    ("origin", "allows", "count"),
    [(ORIGIN, "true", 1), ("*", "true", 0), (ORIGIN, "", 0), ("https://own.example", "true", 0)],
)
def test_a_reflected_origin_is_found(
    view: Callable[..., Any], places: Callable[..., Any], origin: str, allows: str, count: int
) -> None:
    """Only with credentials: browsers refuse them under a star."""
    told = {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": allows,
    }

    assert count == len(places("cors.not-reflected", view(sent=SENT, headers=told)))
