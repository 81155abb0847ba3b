"""A requirement is told with all that a person needs to act on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.catalog import load
from conformance.cli.explained import MOST_TEXT, explained


def lines(name: str) -> list[str]:
    """What is told of one requirement."""
    return list(explained(load(), load().requirements[name]))


def test_request_check_defect_and_command_are_told() -> None:
    """In one page."""
    told = lines("SSE-014")

    assert any(line.startswith("  POST /chat/completions {") for line in told)
    assert any(line.startswith("check: sse.done-present: ") for line in told)
    assert any(line.startswith("fails with: drop_done: ") for line in told)
    assert "try it: relay-conformance run --select SSE-014" in told
    assert "see it fail: relay-conformance up --defect drop_done --write broken.yaml" in told


def test_public_reports_are_named_with_their_threads() -> None:
    """Whoever reads it can look them up."""
    told = "\n".join(lines("TMO-001"))

    assert "reported: D132" in told
    assert "https://github.com/BerriAI/litellm/issues/" in told
    assert "the upstream: " in told


@pytest.mark.parametrize("name", load().requirements)
def test_every_requirement_can_be_told(name: str) -> None:
    """No line but a quote or a schema is endless."""
    row = load().requirements[name]

    for line in explained(load(), row):
        assert len(line) < MOST_TEXT + 400 or row.source.quote in line or row.expect is not None


def test_a_withdrawn_row_says_why() -> None:
    """And nothing else."""
    row = replace(load().requirements["SSE-014"], withdrawn="it was wrong")

    assert list(explained(load(), row))[-1] == "not judged: it was wrong"
