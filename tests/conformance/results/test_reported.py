"""A report is named where a run found what it tells of."""

from __future__ import annotations

import pytest

import specs
from conformance.results.reported import reported


@pytest.mark.parametrize(
    ("outcome", "count"), [("fail", 1), ("warn", 1), ("known", 1), ("pass", 0), ("inconclusive", 0)]
)
def test_only_findings_name_reports(outcome: str, count: int) -> None:
    """With its title, and addresses that a browser opens."""
    found = reported([{"outcome": outcome, "defects": [specs.defects()[0]["id"]]}])

    assert len(found) == count
    for one in found:
        assert one["title"] == specs.defects()[0]["title"]
        assert all(link.startswith("https://") for link in one["links"])


def test_nothing_found_names_nothing() -> None:
    """Not even the file is read."""
    assert reported([]) == []
