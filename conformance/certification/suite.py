"""Which suite this is: the digest of its code and data.

Rules of this file: a version number says what was released; the digest says
what ran. Only the same digest judges and renders alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from conformance import __version__
from conformance.model import JSON

__all__ = ["digest", "is_same"]

PACKAGES = ("conformance", "mock_upstream", "reports", "specs")
SUFFIXES = (".py", ".j2", ".yaml", ".json", ".css", ".js", ".ini")


@cache
def digest() -> str:
    """``sha256:…`` over the names and octets of the files of all packages."""
    total = hashlib.sha256()
    for package in PACKAGES:
        for name, file in _walk(files(package), package):
            octets = file.read_bytes()
            total.update(f"{name}\0{len(octets)}\0".encode() + octets)
    return f"sha256:{total.hexdigest()}"


def is_same(suite: Mapping[str, JSON]) -> bool:
    """Whether ``suite``, as a certificate names it, is this one."""
    return bool(suite["version"] == __version__ and suite["digest"] == digest())


def _walk(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for child in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{name}/{child.name}"
        if path == "reports/out":
            continue
        if child.is_dir():
            yield from _walk(child, path)
        elif child.name.endswith(SUFFIXES):
            yield path, child
