"""Findings gather what came out alike, the gravest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reports.findings import findings, requirements
from reports.run import Run

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]


def test_the_cases_of_a_requirement_are_one_finding(
    make_run: Runs, make_failure: Results, make_result: Results
) -> None:
    """One for each outcome that is no pass; passes and skips are none."""
    rows = [
        make_failure(1, case="a", outcome="warn"),
        make_failure(2, case="a"),
        make_failure(1, case="b"),
        make_failure(2, case="b"),
        make_result(2, case="c"),
        make_result(3, outcome="skip"),
    ]

    found = findings(make_run(rows).results)

    assert [(one.anchor, [case.case for case in one.cases]) for one in found] == [
        ("fail-SSE-002", ["a", "b"]),
        ("fail-SSE-001", ["b"]),
        ("warn-SSE-001", ["a"]),
    ]
    assert [one.head.id for one in found] == ["SSE-002", "SSE-001", "SSE-001"]


def test_an_id_that_is_none_makes_no_anchor(make_run: Runs, make_failure: Results) -> None:
    """What a file says is put into no attribute unless it is an id."""
    hostile = replace(make_run([make_failure()]).results[0], id='"><script>')

    assert [one.anchor for one in findings([hostile])] == ["fail-1"]


def test_requirements_count_their_cases(
    make_run: Runs, make_failure: Results, make_result: Results
) -> None:
    """In the order of the run; the gravest outcome first."""
    rows = [make_result(2, case="a"), make_result(1), make_failure(2, case="b")]

    found = requirements(make_run(rows).results)

    assert [(one.head.id, dict(one.counts)) for one in found] == [
        ("SSE-002", {"fail": 1, "pass": 1}),
        ("SSE-001", {"pass": 1}),
    ]
    assert list(found[0].counts) == ["fail", "pass"]
