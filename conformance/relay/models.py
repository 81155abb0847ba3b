"""The model list as a client sees it: aliases, never the upstream's names."""

from __future__ import annotations

from conformance.model import JSON

__all__ = ["listing", "model"]

_CREATED = 1_735_689_600
"""2025-01-01; an alias has no birthday, and the field must be an integer."""


def model(alias: str) -> dict[str, JSON]:
    """Return one model object."""
    return {"id": alias, "object": "model", "created": _CREATED, "owned_by": "relay"}


def listing(aliases: tuple[str, ...]) -> dict[str, JSON]:
    """Return the list object."""
    return {"object": "list", "data": [model(alias) for alias in aliases]}
