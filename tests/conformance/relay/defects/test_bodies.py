"""What families of defects do to bodies."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects.bodies import EachSaid, content, messages, without
from conformance.relay.turn import Turn


class Shouted(EachSaid):
    """Every word is loud."""

    name = "shouted"

    def _changed(self, said: dict[str, Any]) -> dict[str, Any]:
        return said | {"content": said["content"].upper()}


def test_members_are_left_out() -> None:
    """Those that are named, there or not."""
    assert without({"a": 1, "b": 2}, "b", "c") == {"a": 1}


def test_messages_become_others_or_none() -> None:
    """What becomes nothing is gone."""
    body: dict[str, Any] = {"n": 1, "messages": [{"role": "system"}, {"role": "user"}]}

    changed = messages(body, lambda one: one if one["role"] == "user" else None)

    assert changed == {"n": 1, "messages": [{"role": "user"}]}
    assert len(body["messages"]) == 2


def test_parts_are_kept_by_their_kind() -> None:
    """Text in one piece stays, and a message without a part is gone."""
    said = [
        {"content": "a"},
        {"content": [{"type": "x"}, {"type": "y"}]},
        {"content": [{"type": "y"}]},
    ]

    kept = content({"messages": said}, lambda part: part["type"] == "x")

    assert kept == {"messages": [{"content": "a"}, {"content": [{"type": "x"}]}]}


@pytest.mark.parametrize("at", ["message", "delta"])
def test_each_choice_says_something_else(at: str) -> None:
    """Streamed or not; a choice that says nothing is left alone."""
    body = {"choices": [{at: {"content": "a"}}, {at: {}}]}
    shown = {"choices": [{at: {"content": "A"}}, {at: {}}]}
    defect = Shouted(Turn("r"))

    assert defect.completion(body) == shown
    assert defect.chunk(body) == [shown]
