"""Verdicts and exit codes follow from outcomes as the contract says."""

from __future__ import annotations

import pytest

from conformance.results.verdict import exit_code, summary, verdicts


def row(outcome: str, level: str = "MUST", *, strict: bool = False) -> dict[str, object]:
    """As much of a result as a verdict looks at."""
    return {"outcome": outcome, "level": level, "strict": strict}


@pytest.mark.parametrize(
    ("rows", "documented", "strictly"),
    [
        ([], 3, 3),
        ([row("pass")], 0, 0),
        ([row("known")], 0, 0),
        ([row("skip")], 3, 3),
        ([row("pass"), row("skip")], 0, 0),
        ([row("pass"), row("fail"), row("error")], 1, 1),
        ([row("pass"), row("fixed", "MAY")], 1, 1),
        ([row("pass"), row("inconclusive")], 3, 3),
        ([row("pass"), row("inconclusive", "SHOULD")], 0, 0),
        ([row("pass"), row("error", "MAY")], 3, 3),
        ([row("pass"), row("warn", "SHOULD")], 0, 0),
        ([row("pass", "SHOULD")], 3, 3),
        ([row("pass"), row("warn", strict=True)], 0, 1),
        ([row("pass"), row("fail", strict=True)], 0, 1),
        ([row("pass"), row("warn", "SHOULD", strict=True)], 0, 0),
        ([row("pass"), row("inconclusive", strict=True)], 0, 3),
        ([row("pass", strict=True)], 3, 0),
    ],
)
def test_outcomes_make_a_verdict(
    rows: list[dict[str, object]], documented: int, strictly: int
) -> None:
    """Only required rows bind; strict rows bind the strict verdict alone."""
    found = verdicts(rows, complete=True)

    assert exit_code(found, strict=False) == documented
    assert exit_code(found, strict=True) == strictly


@pytest.mark.parametrize(
    ("outcome", "complete", "stale", "expected"),
    [("pass", False, False, 3), ("fail", False, False, 1), ("pass", True, True, 1)],
)
def test_a_cut_run_proves_no_conformance(
    outcome: str, expected: int, *, complete: bool, stale: bool
) -> None:
    """A failure stands even so; a stale baseline fails whatever was found."""
    found = verdicts([row(outcome)], complete=complete, stale=stale)

    assert exit_code(found, strict=False) == expected


def test_the_summary_counts_every_outcome() -> None:
    """Outcomes that did not occur are counted as 0."""
    assert summary([row("pass"), row("pass"), row("warn")]) == {
        "pass": 2, "fail": 0, "warn": 1, "skip": 0, "inconclusive": 0, "error": 0, "known": 0,
        "fixed": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, 0), ({"case": "b"}, 3), ({"blame": "network"}, 3), ({"outcome": "error"}, 3)],
    ids=["same-exchange", "another-exchange", "network", "error"],
)
def test_what_a_known_finding_hides_is_known_with_it(
    changes: dict[str, object], expected: int
) -> None:
    """A stream that is known never to come cannot be judged event by event."""
    known = row("known") | {"case": "a"}
    hidden = row("inconclusive") | {"case": "a", "blame": None} | changes

    assert exit_code(verdicts([known, hidden], complete=True), strict=False) == expected
