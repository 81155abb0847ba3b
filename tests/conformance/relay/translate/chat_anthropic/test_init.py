"""Where an upstream is asked for a chat completion in Anthropic's dialect."""

from __future__ import annotations

import pytest

from conformance.relay.translate.chat_anthropic import CHAT_ANTHROPIC


@pytest.mark.parametrize("is_stream", [False, True])
def test_path_is_the_same_for_a_stream(is_stream: bool) -> None:
    """The body says what is wanted."""
    assert CHAT_ANTHROPIC.path("claude", is_stream) == "/messages"
