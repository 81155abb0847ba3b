"""Capabilities are claimed, and found in order or broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.capabilities import MOST, capabilities
from reports.run import Run

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]


def test_what_is_claimed_is_held_against_what_was_found(
    make_run: Runs, make_result: Results
) -> None:
    """The broken ones first, then by name."""
    rows = [
        make_result(1, needs=["chat", "chat.stream"]),
        make_result(2, needs=["chat.stream"], outcome="fail"),
        make_result(3, needs=["images"], outcome="skip"),
        make_result(4, needs=["audio"], outcome="inconclusive"),
    ]

    found = capabilities(make_run(rows, capabilities=["audio", "chat", "chat.stream"]))

    assert [(one.name, one.is_claimed, one.judged, one.broken, one.state) for one in found] == [
        ("chat.stream", True, 2, 1, "broken"),
        ("chat", True, 1, 0, "found"),
        ("audio", True, 0, 0, "unseen"),
        ("images", False, 0, 0, "absent"),
    ]


@pytest.mark.parametrize(("outcome", "state"), [("warn", "found"), ("known", "broken")])
def test_a_warning_breaks_nothing(
    make_run: Runs, make_result: Results, outcome: str, state: str
) -> None:
    """A known failure does, however long it is accepted."""
    (found,) = capabilities(make_run([make_result(needs=["chat"], outcome=outcome)]))

    assert found.state == state


def test_their_number_is_bounded(make_run: Runs) -> None:
    """A run may be made of anything; an old one tells of none."""
    assert len(capabilities(make_run(capabilities=[f"c{n}" for n in range(999)]))) == MOST
    assert capabilities(make_run()) == ()
