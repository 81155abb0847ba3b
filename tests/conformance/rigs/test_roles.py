"""A profile's document becomes the role that the reference relay plays."""

from __future__ import annotations

import pytest

import specs
from conformance.relay.config import KeyState, Role, Told
from conformance.rigs.roles import limits, role, states


def test_without_a_profile_the_relay_is_itself() -> None:
    """Nothing about it changes, and its keys may be in every state."""
    assert role(None) == Role()
    assert states(None) == (KeyState.EXPIRED, KeyState.DISABLED, KeyState.NO_BALANCE)


def test_limits_are_those_that_a_profile_promises() -> None:
    """Words about them are none."""
    assert limits("laozhang") == {"rpm": 3000, "tpm": 1_000_000, "concurrency": 100}
    assert limits(None) == {}


def test_sozeer_has_its_own_path_and_errors() -> None:
    """No error has ``param``, and the balance is told with 402."""
    found = role("sozeer")

    assert found.base_path == "/api/v1"
    assert found.errors["no_money"] == Told(
        402, "insufficient_balance", "insufficient_balance", None, frozenset({"param"})
    )
    assert found.absent == {"param"}
    assert states("sozeer") == (KeyState.EXPIRED, KeyState.DISABLED, KeyState.NO_BALANCE)


@pytest.mark.parametrize(
    ("profile", "path", "is_served"),
    [
        ("sozeer", "/api/v1/chat/completions", True),
        ("sozeer", "/v1/chat/completions", False),
        ("sozeer", "/api/v1/models", False),
        ("sozeer", "/api/v1/embeddings", True),
        ("laozhang", "/v1/models", True),
        ("laozhang", "/v1/files", False),
        ("laozhang", "/v1/dashboard/billing/subscription", False),
        ("4z-api", "/v1/dashboard/billing/subscription", True),
        ("one-api", "/v1/models/gpt", True),
        ("new-api", "/api/usage/token", True),
        ("lalc", "/v1/embeddings", False),
        ("generic", "/v1/files", True),
    ],
)
def test_what_is_claimed_is_served(profile: str, path: str, is_served: bool) -> None:
    """And nothing else, under the profile's own prefix."""
    assert bool(role(profile).local(path)) is is_served


def test_a_wrong_method_is_told_like_an_unknown_path() -> None:
    """Where a relay says so and has no row of its own for it."""
    assert role("one-api").errors["wrong_method"].status == 404
    assert "wrong_method" not in role("sozeer").errors


@pytest.mark.parametrize("name", specs.names("profiles"))
def test_every_profile_can_be_played(name: str) -> None:
    """Its prefix is the base path of the role."""
    assert role(name).base_path == specs.profile(name).get("path_prefix", "/v1")
