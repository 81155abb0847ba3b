"""The project's own files, for tests that read them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MADE = frozenset({"__pycache__", "node_modules", "out", "dist", "build", "htmlcov"})
"""Folders that tools make; the dotted ones are listed by prefix below."""
MADE_PREFIXES = (".git", ".venv", ".tox", ".mypy", ".ruff", ".pytest", ".hypothesis", ".import")
KEPT = (".github", ".gitignore", ".gitattributes")


def is_made(name: str) -> bool:
    """Whether a tool made this file or folder, so that it is not the project's."""
    if name in KEPT:
        return False
    return name in MADE or name.startswith((*MADE_PREFIXES, ".coverage"))


def walk(root: Path) -> Iterator[Path]:
    """The project's own files below ``root``, with or without a git directory."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not is_made(name))
        yield from (Path(folder) / name for name in sorted(names) if not is_made(name))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def files(root: Path) -> tuple[Path, ...]:
    """Every file of the project, relative to its root."""
    return tuple(path.relative_to(root) for path in walk(root))
