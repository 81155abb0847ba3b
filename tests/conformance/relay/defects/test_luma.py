"""Defects of Luma's answers, each by what it makes of one."""

from __future__ import annotations

from typing import Any

from conformance.relay.defects import luma
from conformance.relay.turn import Turn

BODY = {"id": "7", "state": "completed", "video": {"url": "u", "width": 320}}


def told(defect: Any, method: str = "GET") -> dict[str, Any]:
    """What it makes of an answer."""
    return dict(defect(Turn("r", path="/luma/generations/{id}", method=method)).result(BODY))


def test_a_film_is_changed_where_it_is_fetched() -> None:
    """Packed, or without its size."""
    assert told(luma.LumaVideoAsText)["video"].startswith("{")
    assert told(luma.LumaSizeLost)["video"]["width"] == 0
    assert told(luma.LumaVideoAsText, "POST") == told(luma.LumaSizeLost, "POST") == BODY


def test_the_state_of_a_new_one_is_changed() -> None:
    """That of an old one is not."""
    assert told(luma.LumaStateAsNumber, "POST")["state"] == 0
    assert told(luma.LumaStateAsNumber) == BODY


def test_a_batch_is_spoiled() -> None:
    """Each row of it."""
    made = luma.LumaBatchBare(Turn("r", path="/luma/tasks", method="POST"))

    assert made.tasks([BODY]) == [{"task": BODY}]
