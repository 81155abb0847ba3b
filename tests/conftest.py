"""What holds for every test of this project."""

from __future__ import annotations

import pytest


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Octets are named by their parameter: a test's id must be the same in every worker."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs the npm registry is run only where ``-m`` names it."""
    if "npm" in config.getoption("markexpr"):
        return
    left_out = [item for item in items if item.get_closest_marker("npm")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
