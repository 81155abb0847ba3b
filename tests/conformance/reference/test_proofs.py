"""The page of proofs leaves no requirement and no public report out."""

from __future__ import annotations

import specs
from conformance.catalog import load
from conformance.reference.proofs import render


def test_every_judged_requirement_has_its_line() -> None:
    """With a defect that makes it fail."""
    page = render()

    for row in load().requirements.values():
        assert (f"\n| {row.id} |" in page) is row.is_judged


def test_every_public_report_has_its_line() -> None:
    """With the requirements that answer it, or the reason why none does."""
    page = render()

    assert [one["id"] for one in specs.defects() if f"\n| {one['id']} |" not in page] == []
