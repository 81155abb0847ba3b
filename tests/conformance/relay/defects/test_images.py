"""Defects of pictures that show in the answer alone."""

from __future__ import annotations

from conformance.relay.defects.images import RevisedPromptLost
from conformance.relay.turn import Turn


def test_a_prompt_written_anew_is_lost() -> None:
    """The picture stays, and so do the answers of other endpoints."""
    body = {"data": [{"url": "u", "revised_prompt": "p"}]}

    shown = [
        RevisedPromptLost(Turn("r", path=path)).result(body)
        for path in ("/v1/images/generations", "/v1/embeddings")
    ]

    assert shown == [{"data": [{"url": "u"}]}, body]
