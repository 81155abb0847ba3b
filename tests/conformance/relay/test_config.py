"""A configuration keeps its secrets out of its text."""

from __future__ import annotations

import pytest

from conformance.relay.config import Channel, ClientKey, Families, RelayConfig, Role


def test_keys_stay_out_of_the_text() -> None:
    """Neither an upstream's key nor a client's is in ``repr``."""
    config = RelayConfig(
        channels=(Channel("a", "https://up.example/v1", "sk-up", {"m": "up"}),),
        keys=(ClientKey("sk-client"),),
    )

    assert "sk-" not in repr(config)
    assert config.defects == ()


@pytest.mark.parametrize(
    ("role", "path", "local"),
    [
        (Role(), "/v1/models", "/v1/models"),
        (Role(), "/api/usage/token", "/api/usage/token"),
        (Role("/api/v1"), "/api/v1/models", "/v1/models"),
        (Role("/api/v1"), "/v1/models", ""),
        (Role("/api/v1"), "/api/usage/token", "/api/usage/token"),
        (Role(paths=("/v1/models/*",)), "/v1/models/m", "/v1/models/m"),
        (Role(paths=("/v1/models/*",)), "/v1/models", ""),
    ],
)
def test_a_role_serves_its_paths_below_its_base(role: Role, path: str, local: str) -> None:
    """What it does not serve is no path at all."""
    assert role.local(path) == local


def test_a_family_stands_for_all_that_begin_so() -> None:
    """Each keeps its own name upstream; a listed one has the name that it is given."""
    models = Families({"m": "up", "f-*": "f-*"})

    assert [name in models for name in ("m", "f-1", "f-", "g")] == [True, True, True, False]
    assert (models["m"], models["f-1"]) == ("up", "f-1")
    with pytest.raises(KeyError):
        models["g"]
