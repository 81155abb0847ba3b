"""The tasks of one account."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.tasks import desk as desks
from mock_upstream.protocols.tasks.course import Phase, course
from mock_upstream.protocols.tasks.desk import Ask, Desk, Task


def show(task: Task, _state: Any) -> dict[str, Any]:
    """The id alone."""
    return {"id": task.id}


def submit(desk: Desk, said: Any = None, **body: Any) -> Task:
    """A task of one call."""
    return Ask("POST", "/a", desk, body, course=course(said or {})).submit("A", str, show)


def test_equal_calls_make_equal_tasks() -> None:
    """Place and request decide; nothing else is drawn."""
    first, again = (submit(Desk({}, place=(1,)), prompt="a") for _ in range(2))
    other, elsewhere = submit(Desk({}, place=(1,)), prompt="b"), submit(Desk({}, place=(2,)))

    assert (first.id, first.file("images", 0, ".png")) == (
        again.id,
        again.file("images", 0, ".png"),
    )
    assert len({first.id, other.id, elsewhere.id}) == 3


def test_a_look_moves_what_is_moved_by_looks() -> None:
    """A state that is asked for otherwise does not."""
    desk = Desk({})
    task = submit(desk)

    assert [desk.state(task).phase, desk.state(task).phase] == [Phase.SUBMITTED] * 2
    assert [desk.look(task).phase for _ in range(2)] == [Phase.QUEUED, Phase.RUNNING]


def test_a_signal_counts_from_the_submission_on() -> None:
    """What was given before moves nothing."""
    given = {"go": 2}
    desk = Desk({}, given=given)
    task = submit(desk, {"by": {"signal": "go"}})
    before = desk.look(task).phase
    given["go"] = 3

    assert (before, desk.look(task).phase) == (Phase.SUBMITTED, Phase.QUEUED)


def test_a_task_is_found_by_its_id() -> None:
    """What is kept beside it is no task."""
    desk = Desk({"r": object()})
    task = submit(desk)

    assert (desk.find(task.id), desk.find("r"), desk.find("x")) == (task, None, None)


def test_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to what is kept."""
    monkeypatch.setattr(desks, "MOST", 1)
    desk = Desk({})
    first, last = submit(desk, number=1), submit(desk, number=2)

    assert (desk.find(first.id), desk.find(last.id)) == (None, last)


def test_a_task_is_called_off_unless_it_is_over() -> None:
    """An end is an end."""
    desk = Desk({})
    running, done = submit(desk, number=1), submit(desk, {"steps": ["succeeded"]}, number=2)
    desk.cancel(running)
    desk.cancel(done)

    assert [desk.look(one).phase for one in (running, done)] == [Phase.CANCELLED, Phase.SUCCEEDED]
