"""The life of a task, by what moves it."""

from __future__ import annotations

from typing import Any

import pytest

from mock_upstream.protocols.tasks.course import USUAL, By, Course, Phase, State, course, problem


def phases(course: Course, **moved: Any) -> list[str]:
    """The phases that a course shows for 0, 1, 2 … of what moves it."""
    name, each = next(iter(moved.items()))
    none: dict[str, Any] = {"looks": 0, "given": 0, "passed_s": 0.0}
    return [str(course.states[course.step(**{**none, name: count})].phase) for count in each]


def test_the_usual_course_ends_well_after_four_looks() -> None:
    """Submitted, queued, running twice, done; and so it stays."""
    expected = ["submitted", "queued", "running", "running", "succeeded", "succeeded"]

    assert phases(USUAL, looks=range(6)) == expected


def test_a_failure_has_its_reason() -> None:
    """No other state has one."""
    made = course({"steps": ["submitted", 10, "failed"], "reason": "no"})

    assert [state.reason for state in made.states] == ["", "", "no"]
    assert made.states[1] == State(Phase.RUNNING, 10)


@pytest.mark.parametrize(
    ("by", "moved", "still"),
    [("poll", "looks", "given"), ({"signal": "go"}, "given", "looks")],
)
def test_one_thing_moves_it(by: Any, moved: str, still: str) -> None:
    """Nothing else does."""
    made = course({"by": by})

    assert phases(made, **{moved: [0, 1]}) == ["submitted", "queued"]
    assert phases(made, **{still: [0, 9]}) == ["submitted", "submitted"]


def test_the_clock_moves_it() -> None:
    """By one step in each span."""
    made = course({"by": {"time": "200ms"}}, 0.25)

    assert (made.by, made.each_s) == (By.TIME, 0.25)
    assert phases(made, passed_s=[0.0, 0.24, 0.25, 9.0]) == [
        "submitted", "submitted", "queued", "succeeded",
    ]  # fmt: skip


def test_no_time_at_all_is_over_at_once() -> None:
    """A span of nothing divides nothing."""
    assert phases(Course(USUAL.states, By.TIME), passed_s=[0.0]) == ["succeeded"]


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        (["succeeded", "queued"], "nothing follows"),
        ([50, 20], "20%"),
        ([50, "queued"], "queued"),
        (["waiting", "submitted", 10, "succeeded"], None),
        ([], None),
    ],
)
def test_a_course_goes_one_way(steps: list[Any], word: str | None) -> None:
    """What goes back, or on behind an end, is told."""
    found = problem(steps)

    assert found is None if word is None else word in str(found)
