"""Changes are told in lines, in Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reports import changes
from reports.diff import Difference, compare
from reports.run import Run


@pytest.fixture
def found(make_run: Callable[..., Run], make_result: Callable[..., Any]) -> Difference:
    """One case that fails newly, and one that is new."""
    old = make_run([make_result(1)])
    new = make_run([make_result(1, outcome="fail", message="no | end"), make_result(2)])
    return compare(old, new)


def test_the_lines_name_case_cause_and_message(found: Difference) -> None:
    """Both runs stand first."""
    told = changes.text(found)

    assert "Newly failing (1), by the relay: " in told
    assert "SSE-001[chat-stream-basic] pass → fail" in told
    assert "no | end" in told
    assert "Judged only after (1), by what was claimed or selected: " in told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_markdown_is_a_table(found: Difference, lang: str) -> None:
    """A bar in a message does not end a cell."""
    rows = [row for row in changes.markdown(found, lang).splitlines() if row.startswith("| `")]

    assert len(rows) == 2
    assert all(row.count("|") == 4 for row in rows)


def test_the_document_has_both_sides(found: Difference) -> None:
    """What was, what is, and the exit code."""
    document = json.loads(changes.as_json(found))

    assert document["exit_code"] == 1
    assert document["counts"]["newly_failing"] == 1
    assert [one["before"] and one["before"]["outcome"] for one in document["changes"]] == [
        "pass",
        None,
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_change_is_said(make_run: Callable[..., Run], lang: str) -> None:
    """And that a run was cut."""
    same = compare(make_run(), make_run(complete=False))

    assert len(changes.text(same, lang).splitlines()) == 4
    assert ">" in changes.markdown(same, lang)


def test_hostile_runs_stay_harmless(hostile_run: Run, make_run: Callable[..., Run]) -> None:
    """Nothing acts, and nothing grows."""
    both = compare(make_run([]), hostile_run)

    for told in (changes.text(both), changes.markdown(both)):
        assert "\x1b" not in told
        assert len(told) < 100_000
