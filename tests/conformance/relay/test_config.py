"""A configuration keeps its secrets out of its text."""

from __future__ import annotations

import pytest

from conformance.relay.config import Channel, ClientKey, RelayConfig, Role


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
