"""The pair of chat and Gemini."""

from __future__ import annotations

import pytest

from conformance.relay.translate.chat_gemini import CHAT_GEMINI


@pytest.mark.parametrize(
    ("model", "is_stream", "path"),
    [
        ("a/b", False, "/../v1beta/models/a%2Fb:generateContent"),
        ("m", True, "/../v1beta/models/m:streamGenerateContent?alt=sse"),
    ],
)
def test_a_model_is_asked_at_its_own_path(model: str, is_stream: bool, path: str) -> None:
    """Beside the version of OpenAI's, whole or in events."""
    assert CHAT_GEMINI.path(model, is_stream) == path
