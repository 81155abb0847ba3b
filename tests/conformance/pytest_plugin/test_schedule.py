"""Tests of one probe go to one process."""

from __future__ import annotations

import pytest

from conformance.pytest_plugin.schedule import group_in

GROUPS = {"SSE-001[ask[a=1]]": "ask"}


@pytest.mark.parametrize(
    ("nodeid", "expected"),
    [
        ("suite/test_requirements.py::test_requirement[SSE-001[ask[a=1]]]", "ask"),
        ("tests/test_mine.py::test_it[x]", "tests/test_mine.py::test_it[x]"),
    ],
)
def test_the_group_is_told_by_the_case(nodeid: str, expected: str) -> None:
    """Foreign tests are let alone."""
    assert group_in(nodeid, GROUPS) == expected
