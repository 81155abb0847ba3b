"""Marks that stand where they do not belong are found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]


def said(*numbers: int) -> dict[str, Any]:
    """A completion that holds these marks."""
    words = " ".join(f"own-n-{number:04d}" for number in numbers)
    message = {"role": "assistant", "content": words}
    return {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}


@pytest.mark.parametrize(("numbers", "count"), [([1], 0), ([1, 2], 1), ([], 0)])
def test_a_foreign_mark_is_found(shot: Make, places: Make, numbers: list[int], count: int) -> None:
    """An answer without any is another rule's business."""
    assert count == len(places("isolation.foreign-marks", shot(said(*numbers), number=1)))


def test_a_foreign_mark_in_pieces_is_found(shot: Make, places: Make) -> None:
    """The text of a stream is joined before it is looked at."""
    pieces = ["own-n-", "0002"]
    events = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events)

    view = shot(body, kind="text/event-stream", number=1)

    assert len(places("isolation.foreign-marks", view)) == 1


def test_a_whole_answer_repeats_its_mark(shot: Make, places: Make) -> None:
    """A refusal need not, and a batch cannot."""
    batch = {"input": ["a of own-n-0003"]}
    views = [
        shot(said(1), number=1),
        shot(said(2), number=1),
        shot({}, status=502, number=1),
        shot({"data": []}, request=batch),
    ]

    assert len(places("isolation.own-mark", *views)) == 1


def test_an_upstream_gets_one_client_s_words(shot: Make, call: Make, places: Make) -> None:
    """Two marks, a foreign one and none are all wrong; so is an answer from nowhere."""
    own, other = {"a": "own-n-0001"}, {"a": "own-n-0002"}
    views = [
        shot(said(1), number=1, upstream=[call(body=own), call(body=own)]),
        shot(said(1), number=1, upstream=[call(body={**own, "b": "own-n-0002"})]),
        shot(said(1), number=1, upstream=[call(body=other)]),
        shot(said(1), number=1, upstream=[call(body={})]),
        shot(said(1), number=1),
        shot(status=429, number=1),
    ]

    assert len(places("isolation.upstream-marks", *views)) == 4
