"""What a run of many requests tells: who was served, refused, and when upstream."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks.volley import in_volley, is_refused, is_served, limit, mark_of, reached_s
from conformance.model import End


def test_a_volley_is_picked_out_with_its_places(shot: Callable[..., Any]) -> None:
    """Without a name the whole run is meant."""
    views = [shot(volley="a"), shot(volley="b"), shot(volley="a")]

    assert [place for place, _ in in_volley(views, "a")] == [0, 2]
    assert [place for place, _ in in_volley(views, None)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("reply", "is_ok"),
    [
        ({"body": {}}, True),
        ({"body": {}, "status": 500}, False),
        ({"body": {"error": {"message": "x"}}}, False),
        ({"body": {}, "end": End.LEFT}, False),
        ({"status": None, "end": End.TIMEOUT}, False),
    ],
)
def test_only_a_whole_success_is_served(
    shot: Callable[..., Any], reply: dict[str, Any], is_ok: bool
) -> None:
    """An error in a 200, or half an answer, is none."""
    assert is_ok == is_served(shot(**reply))


def test_a_refusal_is_a_429(shot: Callable[..., Any]) -> None:
    """Whoever says it."""
    assert (is_refused(shot(status=429)), is_refused(shot(status=503))) == (True, False)


def test_a_request_reaches_an_upstream_with_its_first_call(
    shot: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """Without a call it never does."""
    calls = [call(arrived_s=0.5), call(arrived_s=0.25)]

    assert (reached_s(shot(upstream=calls)), reached_s(shot())) == (0.25, None)


def test_mark_and_limits_are_read_from_the_record(shot: Callable[..., Any]) -> None:
    """What the rig does not say has a default."""
    views = [shot(number=3, limits={"rpm": 5})]

    assert mark_of(views[0]) == "own-n-0003"
    assert (limit(views, "rpm"), limit(views, "tpm", 7)) == (5, 7)
