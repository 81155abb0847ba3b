"""Responses are found again by whoever asked for them."""

from __future__ import annotations

from conformance.relay.config import Channel
from conformance.relay.stored import Made, Stored

MADE = Made(Channel("a", "https://up.example/v1", "sk-up", {"m": "up"}), "m")


def test_key_finds_its_own_response_only() -> None:
    """Another key's is foreign, an id that nobody knows is not."""
    stored = Stored()
    stored.keep("resp_1", "sk-1", MADE)

    assert stored.find("resp_1", "sk-1") is MADE
    assert stored.find("resp_1", "sk-2") is None
    assert not stored.is_foreign("resp_1", "sk-1")
    assert stored.is_foreign("resp_1", "sk-2")
    assert not stored.is_foreign("resp_2", "sk-2")


def test_oldest_response_is_forgotten() -> None:
    """What was made again counts as new."""
    stored = Stored(most=2)
    for id_ in ("resp_1", "resp_2", "resp_1", "resp_3"):
        stored.keep(id_, "sk-1", MADE)

    assert [stored.find(f"resp_{n}", "sk-1") for n in (1, 2, 3)] == [MADE, None, MADE]
