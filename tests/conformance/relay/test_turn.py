"""A turn knows what its body asks for."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.turn import Turn, note


@pytest.mark.parametrize(
    ("options", "wants"),
    [(None, False), ({}, False), ({"include_usage": True}, True), ({"include_usage": 1}, False)],
)
def test_usage_is_wanted_when_asked_for(options: Any, wants: bool) -> None:
    """Only ``true`` asks for the usage chunk."""
    turn = Turn("req_0", body={"stream_options": options}, token="sk-client")

    assert turn.wants_usage is wants
    assert "sk-client" not in repr(turn)


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({"total_tokens": 7}, 7),
        ({"input_tokens": 4, "output_tokens": 5}, 9),
        ({"output_tokens": 5}, 3),
        ({"total_tokens": "7"}, 3),
        (None, 3),
        ([], 3),
    ],
)
def test_the_cost_of_an_answer_is_noted(usage: Any, tokens: int) -> None:
    """What is no count changes nothing."""
    turn = Turn("req_0", tokens=3)

    note(turn, usage)

    assert turn.tokens == tokens
