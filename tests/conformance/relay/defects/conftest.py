"""What the tests of defects share: hooks run on one value, and events as octets."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.relay.defects.base import Defect, Defects
from conformance.relay.envelope import Problem, Reason, envelope, refusal
from conformance.relay.sse import OutEvent
from conformance.relay.turn import Turn


@pytest.fixture
def chunks(show: Any) -> Callable[..., list[Any]]:
    """Give the function that returns the decoded data of the events a client sees."""

    def run(defect: type[Defect] | None, *events: Any, **turn: Any) -> list[Any]:
        return [
            json.loads(event.data) if event.data.startswith("{") else event.data
            for event in show(defect, *events, **turn)
        ]

    return run


@pytest.fixture
def wire(show: Any) -> Callable[..., list[bytes]]:
    """Give the function that returns the octets of each event a client sees."""

    def run(defect: type[Defect], *events: Any, **turn: Any) -> list[bytes]:
        shown: list[OutEvent] = show(defect, *events, **turn)
        active = Defects((defect(Turn("r")),))
        return [active.octets(event) for event in shown]

    return run


@pytest.fixture
def told() -> Callable[..., Any]:
    """Give the function that returns problem and body of an error under a defect."""

    def run(defect: type[Defect], problem: Problem | Reason, **turn: Any) -> Any:
        active = Defects((defect(Turn("r", **turn)),))
        told = problem if isinstance(problem, Problem) else refusal(problem, "no").problem
        shown = active.fold(told, lambda d, value: d.error(value))
        return shown, active.fold(envelope(shown), lambda d, value: d.envelope(value, shown))

    return run
