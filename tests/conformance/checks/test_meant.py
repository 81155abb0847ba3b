"""Only an answer given with 200 is meant for the client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.checks.meant import meant


def test_the_last_success_is_what_was_meant(
    view: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """A refusal before it is passed over."""
    calls = [call(status=500, reply={"text": "no"}), call(reply={"text": "yes"})]

    assert meant(view(upstream=calls)) == {"text": "yes"}


def test_without_a_success_nothing_was_meant(
    view: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """An empty mapping, which nothing is compared with."""
    assert meant(view(upstream=[call(status=500, reply={"error": {}})])) == {}
