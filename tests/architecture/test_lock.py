"""The lock pins all that is installed, and names no place to install it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LOCKS = ("constraints.txt", "specs/rigs/litellm.lock")


def normal(requirement: str) -> str:
    """The distribution's name by PEP 503, without extras and versions."""
    found = NAME.match(requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_each_line_of_a_lock_is_one_exact_version(root: Path, lock: str) -> None:
    """No range, no address, no index."""
    lines = (root / lock).read_text(encoding="utf-8").splitlines()

    loose = [
        line
        for line in lines
        if line and not line.startswith("#") and not re.match(r"^[\w.-]+==[\w.!+]+( ;|$)", line)
    ]

    assert loose == []
    assert not any("://" in line for line in lines)


def test_every_declared_dependency_is_pinned(root: Path) -> None:
    """What pyproject.toml asks for, in any extra or to build, stands in the lock."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(line for extra in extras for line in extra),
    ]
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normal(line) for line in lines if line and not line.startswith("#")}

    missing = {normal(line) for line in asked} - pinned - {"relay-conformance"}

    assert missing == set()
