"""What an upstream means to say, as values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from mock_upstream.reply import Answer, Choice, Failure, Reasoning, Text, ToolCall, Usage


def test_the_total_is_prompt_and_completion() -> None:
    """Cached and reasoning tokens are inside these two and are not added again."""
    usage = Usage(prompt=10, completion=5, cached=8, reasoning=4, audio_in=2)

    assert usage.total == 15


def test_a_choice_holds_its_blocks_in_order() -> None:
    """Reasoning, words and calls may stand side by side; it stops unless said otherwise."""
    blocks = (Reasoning("why"), Text("so"), ToolCall("call_1", "f", "{}"))

    assert Choice(blocks).finish == "stop"
    assert Choice(blocks).blocks == blocks


def test_two_answers_share_no_extras() -> None:
    """Each has an empty mapping of its own."""
    one, other = (Answer("a", 0, "m", (), Usage(0, 0)) for _ in range(2))

    assert one == other
    assert one.extras is not other.extras


def test_a_failure_is_json_unless_it_says_otherwise() -> None:
    """And of no row unless it was made from one."""
    failure = Failure(500, {"error": {}})

    assert (failure.content_type, failure.headers, failure.name) == ("application/json", (), None)
    with pytest.raises(FrozenInstanceError):
        failure.status = 200  # type: ignore[misc]  # the point of this test
