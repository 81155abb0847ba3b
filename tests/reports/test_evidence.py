"""Evidence is read as it was written; what is absent is empty."""

from __future__ import annotations

import pytest

from reports.document import Node, RunError
from reports.evidence import Evidence, Source, Violation, evidence, source, violation


def node(value: object) -> Node:
    """``value`` as a place of a document."""
    return Node("run.json", "", value)


def test_every_part_is_read() -> None:
    """Source, violation and slices."""
    assert source(node({"quote": "q", "seen": "s", "url": "u"})) == Source("q", "s", "u")
    assert violation(node({"message": "m", "at": "event 3", "got": 1, "exchange": 2})) == Violation(
        "m", "event 3", None, 1, 2
    )
    assert evidence(node({"request": "r", "end": "e"})) == Evidence(request="r", end="e")


def test_what_is_absent_is_empty() -> None:
    """An older run has no timeline, a passed case no evidence."""
    assert evidence(None) is None
    assert evidence(node({"timeline": None})) == Evidence()
    assert violation(node({"message": "m"})).exchange == 0


def test_a_source_without_a_quote_is_refused() -> None:
    """With the place of it."""
    with pytest.raises(RunError, match="no 'quote'"):
        source(node({"seen": "s"}))
