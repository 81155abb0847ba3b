"""Defects of tasks leave everything else alone."""

from __future__ import annotations

import pytest

from conformance.relay.answer import Answer, Body
from conformance.relay.defects.base import Defect
from conformance.relay.defects.task_answers import TASK_ANSWERS
from conformance.relay.defects.tasks import (
    TASKS,
    TaskProgressFalls,
    TaskProgressGuessed,
    changed,
    found,
)
from conformance.relay.turn import Turn

BODY = {"id": "7", "status": "IN_PROGRESS", "progress": "60%", "result": "7"}


@pytest.mark.parametrize("defect", [*TASKS, *TASK_ANSWERS], ids=lambda one: one.name)
@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1beta/models"])
def test_another_endpoint_is_as_it_was(defect: type[Defect], path: str) -> None:
    """Whatever it answers."""
    made = defect(Turn("r", path=path, method="GET"))

    assert made.result(BODY) == BODY
    assert made.request_body({"notifyHook": "h"}) == {"notifyHook": "h"}
    assert made.answer(Answer(404, Body.ERROR)) == Answer(404, Body.ERROR)


@pytest.mark.parametrize("defect", [*TASKS, *TASK_ANSWERS], ids=lambda one: one.name)
def test_a_defect_says_what_it_does(defect: type[Defect]) -> None:
    """And is told apart by its name."""
    assert defect.summary.endswith(".")


def test_one_value_is_changed() -> None:
    """What the path does not lead to is not made."""
    assert changed({"a": {"b": 1}, "c": 2}, ("a", "b"), lambda _: 3) == {"a": {"b": 3}, "c": 2}
    assert changed({"a": 1}, ("x", "y"), lambda _: 3) == {"a": 1}
    assert changed({"a": [{"b": 1}, 2]}, ("a", "b"), lambda _: 3) == {"a": [{"b": 3}, 2]}
    assert (found({"a": {"b": 1}}, ("a", "b")), found([], ("a",))) == (1, None)


@pytest.mark.parametrize(("told", "left", "more"), [("60%", "40%", "67%"), (0.6, 0.4, 0.67)])
def test_progress_keeps_its_form(told: object, left: object, more: object) -> None:
    """A share in text, or a part of one."""
    path = "/runwayml/v1/tasks/{id}"
    turn = Turn("r", path=path, method="GET")
    body = {"id": "7", "progress": told}

    assert TaskProgressFalls(turn).result(body)["progress"] == left
    assert TaskProgressGuessed(turn).result(body)["progress"] == more
