"""Where an upstream is asked for a message in OpenAI's dialect."""

from __future__ import annotations

import pytest

from conformance.relay.translate.messages_openai import MESSAGES_OPENAI


@pytest.mark.parametrize("is_stream", [False, True])
def test_path_is_the_same_for_a_stream(is_stream: bool) -> None:
    """The body says what is wanted."""
    assert MESSAGES_OPENAI.path("gpt", is_stream) == "/chat/completions"
