"""Writes the generated pages of ``docs/reference``.

Rules of this package: everything comes from ``specs``; the same data gives the
same octets, and a test compares them with the files that are kept::

    python -m conformance.reference docs/reference
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from conformance.reference import profiles, proofs

PAGES: Mapping[str, Callable[[], str]] = {
    "profiles.md": profiles.render,
    "proof-matrix.md": proofs.render,
}
"""The name of each page, and what renders it."""


def write(folder: Path) -> None:
    """Write every page into ``folder``."""
    for name, render in PAGES.items():
        (folder / name).write_text(render(), encoding="utf-8")
