"""Keys open the relay, and each opens its own models."""

from __future__ import annotations

import pytest

from conformance.relay.config import Channel, ClientKey, Families, KeyState, RelayConfig
from conformance.relay.envelope import Reason, RelayError
from conformance.relay.keys import aliases, authenticate, check_served, is_served, unknown

KEYS = (ClientKey("sk-a"), ClientKey("sk-b", models=("m2",)))


@pytest.mark.parametrize(("token", "code"), [(None, None), ("sk-x", "invalid_api_key")])
def test_without_a_valid_key_there_is_401(token: str | None, code: str | None) -> None:
    """The refusal says how to authenticate and does not repeat the key."""
    with pytest.raises(RelayError) as caught:
        authenticate(token, KEYS)

    assert (caught.value.problem.status, caught.value.problem.code) == (401, code)
    assert "WWW-Authenticate" in caught.value.problem.headers
    assert "sk-x" not in caught.value.problem.message


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (KeyState.EXPIRED, Reason.EXPIRED_KEY),
        (KeyState.DISABLED, Reason.DISABLED_KEY),
        (KeyState.NO_BALANCE, Reason.NO_BALANCE),
    ],
)
def test_a_key_that_may_not_be_used_says_why(state: KeyState, reason: Reason) -> None:
    """It was given out once, so it is not unknown."""
    with pytest.raises(RelayError) as caught:
        authenticate("sk-a", (ClientKey("sk-a", state=state),))

    assert caught.value.problem.reason is reason


def test_key_opens_its_models() -> None:
    """A key without a list opens all models, in configured order."""
    channels = (Channel("a", "u", "k", {"m1": "x", "m2": "y"}), Channel("b", "u", "k", {"m1": "z"}))
    config = RelayConfig(channels, KEYS)

    assert aliases(authenticate("sk-a", KEYS), config) == ("m1", "m2")
    assert aliases(authenticate("sk-b", KEYS), config) == ("m2",)


def test_a_model_is_described_to_who_may_use_it() -> None:
    """To others it is not there."""
    config = RelayConfig((Channel("a", "u", "k", {"m1": "x", "m2": "y"}),), KEYS)

    check_served("m1", KEYS[0], config)
    with pytest.raises(RelayError) as caught:
        check_served("m1", authenticate("sk-b", KEYS), config)

    assert caught.value.problem.reason is Reason.NO_SUCH_MODEL
    assert unknown(Reason.UNKNOWN_MODEL, "m" * 300).problem.message.count("m") < 250


def test_a_family_opens_all_its_models() -> None:
    """It is not listed, and closed to a key that has not got it."""
    config = RelayConfig((Channel("a", "u", "k", Families({"m1": "x", "f-*": "f-*"})),), KEYS)
    keys = (ClientKey("sk-a", models=("m1", "f-*")), ClientKey("sk-b", models=("m1",)))

    assert aliases(keys[0], config) == ("m1",)
    assert [is_served("f-2", key, config) for key in keys] == [True, False]
    assert not is_served("g-2", keys[0], config)
    assert is_served("m1", keys[1], config)
