"""How midjourney-proxy tells a task in each of its states."""

from __future__ import annotations

from typing import Any

import pytest

import specs
from mock_upstream.protocols.tasks.course import USUAL, Phase, State
from mock_upstream.protocols.tasks.desk import Task
from mock_upstream.protocols.tasks.midjourney_task import id_of, seed_of, shown

SCHEMA = specs.validator("midjourney/task.json")


def task(action: str = "IMAGINE", **request: Any) -> Task:
    """One of this action."""
    return Task(id_of(7), action, request, USUAL, 7, "http://mock", shown)


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("action", ["IMAGINE", "UPSCALE", "DESCRIBE"])
def test_each_state_is_what_the_schema_says(phase: Phase, action: str) -> None:
    """Also its end."""
    reason = "no" if phase is Phase.FAILED else ""

    assert SCHEMA.is_valid(shown(task(action), State(phase, 50, reason)))


def test_what_is_done_has_a_picture_and_buttons() -> None:
    """What is not has neither."""
    done, failed = (
        shown(task(prompt="a"), State(phase, 100, reason))
        for phase, reason in ((Phase.SUCCEEDED, ""), (Phase.FAILED, "no"))
    )

    assert done["imageUrl"].startswith("http://mock/v1/files/images/")
    assert [button["label"] for button in done["buttons"]][:4] == ["U1", "U2", "U3", "U4"]
    assert done["properties"] == {"finalPrompt": "a"}
    assert (failed["imageUrl"], failed["buttons"], failed["failReason"]) == (None, [], "no")


def test_a_description_is_four_lines() -> None:
    """They stand where a prompt ends up."""
    told = shown(task("DESCRIBE"), State(Phase.SUCCEEDED, 100))

    assert len(told["properties"]["finalPrompt"].split("\n\n")) == 4
    assert told["buttons"] == []


def test_an_id_is_sixteen_digits() -> None:
    """Milliseconds and three more; the seed is another number."""
    assert len(id_of(2**63)) == 16
    assert id_of(2**63).isdigit()
    assert seed_of(task()) != id_of(7)
