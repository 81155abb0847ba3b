"""Defects of chat completions over an upstream of Anthropic's dialect."""

from __future__ import annotations

import pytest

from conformance.relay.defects import translated_chat as broken
from conformance.relay.envelope import RelayError
from conformance.relay.turn import Turn

TURN = Turn("r", pair="chat-anthropic")


def test_tools_are_refused() -> None:
    """And nothing else."""
    defect = broken.ChatAnthropicRefused(TURN)

    assert defect.request_body({"model": "m"}) == {"model": "m"}
    with pytest.raises(RelayError):
        defect.request_body({"tools": [{}]})
