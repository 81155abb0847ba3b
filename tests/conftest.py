"""What holds for every test of this project."""

from __future__ import annotations


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Octets are named by their parameter: a test's id must be the same in every worker."""
    return argname if isinstance(val, bytes) else None
