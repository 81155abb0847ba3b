"""An answer is JSON unless it says otherwise."""

from __future__ import annotations

from conformance.relay.answer import JSON_TYPE, Answer, Body


def test_answer_is_json_by_default() -> None:
    """The type is the one that most answers have."""
    assert Answer(200, Body.MODELS).content_type == JSON_TYPE
