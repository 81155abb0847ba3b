"""Defects that lose or change part of an answer, streamed or not."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import losses
from conformance.relay.turn import Turn


@pytest.mark.parametrize("at", ["delta", "message"])
def test_reasoning_dropped(at: str) -> None:
    """The text stays."""
    defect = losses.ReasoningDropped(Turn("r"))
    body = {"choices": [{at: {"content": "x", "reasoning_content": "y"}}]}
    expected = {"choices": [{at: {"content": "x"}}]}

    assert defect.completion(body) == expected
    assert defect.chunk(body) == [expected]


def test_logprobs_dropped() -> None:
    """The key stays, its value goes; what was null or absent stays so."""
    defect = losses.LogprobsDropped(Turn("r"))
    body: dict[str, Any] = {"choices": [{"logprobs": {"content": []}}, {"logprobs": None}, {}]}
    expected = {"choices": [{"logprobs": None}, {"logprobs": None}, {}]}

    assert defect.completion(body) == expected
    assert defect.chunk(body) == [expected]


def test_model_leaked(chunks: Any, stream: Any) -> None:
    """The upstream's name is shown, when it says one."""
    assert [c["model"] for c in chunks(losses.ModelLeaked, *stream)[:-1]] == ["up"] * 4
    assert losses.ModelLeaked(Turn("r")).model_name("m", "") == "m"
