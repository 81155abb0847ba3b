"""A sound request for pictures or sound is served whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.model import End


@pytest.mark.parametrize(
    ("made", "streams", "found"),
    [
        ({"body": b"\xff\xf3", "kind": "audio/mpeg"}, False, 0),
        ({"body": b"data: {}\n\n", "kind": "text/event-stream"}, True, 0),
        ({"body": b"data: {}\n\n", "kind": "text/event-stream"}, False, 1),
        ({"body": {}}, True, 1),
        ({"body": b"", "kind": "audio/mpeg"}, False, 1),
        ({"body": "<html>", "kind": "text/html"}, False, 1),
        ({"body": {}, "status": 502}, False, 1),
        ({"body": {}, "end": End.TRUNCATED}, False, 1),
    ],
)
def test_it_is_whole_and_of_the_kind_that_was_asked(
    view: Callable[..., Any], places: Callable[..., Any], made: Any, streams: bool, found: int
) -> None:
    """No page, no half, and events only when they are asked for."""
    assert found == len(places("media.served", view(**made), streams=streams))


def test_a_recording_may_hold_no_word(view: Callable[..., Any], places: Callable[..., Any]) -> None:
    """An empty transcript is whole; an empty page or error is not."""
    nothing = {"body": b"", "kind": "text/plain"}

    assert places("media.served", view(**nothing), empty=True) == []
    assert places("media.served", view(**nothing, end=End.TRUNCATED), empty=True)
    assert places("media.served", view(**nothing, status=502), empty=True)
