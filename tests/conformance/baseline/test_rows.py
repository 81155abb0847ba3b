"""A baseline excuses what it lists until its date, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conformance import baseline
from conformance.baseline import Row
from conformance.errors import UsageError

TODAY = date(2026, 11, 22)
LATER = date(2027, 1, 1)
ROW = Row("SSE-001", "known upstream bug", LATER)


def test_rows_are_read(tmp_path: Path) -> None:
    """Dates may be quoted or not; the list may stand under ``known``."""
    file = tmp_path / "b.yaml"
    file.write_text(
        "known:\n  - {id: SSE-001, case: 'chat-*', reason: r, link: l, expires: 2027-01-01}\n"
    )

    assert baseline.load(file) == (Row("SSE-001", "r", LATER, "chat-*", "l"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("known: 5", "list of rows"),
        ("- {id: A}", "row 1: write id, reason and expires"),
        ("- {id: A, reason: r, expires: soon}", "YYYY-MM-DD"),
        ("- {id: A, reason: r, expires: 2027-01-01, more: 1}", "row 1"),
        ("{", "not YAML"),
        (None, "cannot be read"),
    ],
)
def test_a_broken_baseline_is_a_usage_error(tmp_path: Path, text: str | None, words: str) -> None:
    """The error names the row."""
    file = tmp_path / "b.yaml"
    if text is not None:
        file.write_text(text)

    with pytest.raises(UsageError, match=words):
        baseline.load(file)


@pytest.mark.parametrize(
    ("case", "requirement", "key", "expected"),
    [
        (None, "SSE-001", "anything", True),
        (None, "SSE-002", "anything", False),
        ("chat[a=1]", "SSE-001", "chat[a=1]", True),
        ("chat*", "SSE-001", "chat[a=1]", True),
        ("chat", "SSE-001", "chat[a=1]", False),
    ],
)
def test_a_row_covers_its_cases(
    case: str | None, requirement: str, key: str, *, expected: bool
) -> None:
    """A case is named whole, or by a glob."""
    row = Row("SSE-001", "r", LATER, case)

    assert (baseline.match([row], requirement, key) is row) is expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ROW, []),
        (Row("SSE-001", "r", date(2026, 1, 1)), ["expired on 2026-01-01"]),
        (Row("XXX-001", "r", LATER), ["names no requirement"]),
        (Row("SSE-001", "r", LATER, "gone"), ["SSE-001[gone] matches no case"]),
        (Row("SSE-009", "r", LATER), []),
    ],
)
def test_problems_of_the_list_are_told(row: Row, expected: list[str]) -> None:
    """A row outside the selection is no problem; a dead one is."""
    found = baseline.problems([row], [("SSE-001", "chat")], ["SSE-001", "SSE-009"], TODAY)

    assert len(found) == len(expected)
    assert all(words in text for words, text in zip(expected, found, strict=True))


def test_a_row_knows_its_lines(tmp_path: Path) -> None:
    """So that a person can delete it."""
    file = tmp_path / "b.yaml"
    file.write_text(
        "# ours\nknown:\n  - id: SSE-001\n    reason: long known\n    expires: 2027-01-01\n\n"
        "  - {id: SSE-002, reason: long known, expires: 2026-11-21}\n"
    )

    first, second = baseline.load(file)

    assert first.deletion == f"delete lines 3 to 5 of {file}"
    assert second.deletion == f"delete line 7 of {file}"
    assert second.as_json()["place"] == f"{file}:7"
    assert second.expired(TODAY) == "expired on 2026-11-21, 1 day ago"
    assert first.expired(TODAY) is None
    (told,) = baseline.problems([first], [("SSE-001", "x")], ["SSE-002"], TODAY)
    assert told == f"{file}:3: row SSE-001 names no requirement; delete lines 3 to 5 of {file}"


def test_a_row_of_no_file_has_no_line() -> None:
    """It came from the record of a run."""
    assert ROW.deletion == "delete the baseline row"
    assert "place" not in ROW.as_json()


@pytest.mark.parametrize("message", ["no [DONE]: \x1b[31m\n'x'", ""])
def test_a_row_to_paste_can_be_read(tmp_path: Path, message: str) -> None:
    """Whatever the relay said."""
    file = tmp_path / "b.yaml"
    file.write_text(baseline.to_paste("SSE-014", "chat[stream=true]", message, LATER) + "\n")

    (row,) = baseline.load(file)

    assert (row.id, row.case, row.expires) == ("SSE-014", "chat[stream=true]", LATER)
    assert len(row.reason) >= 10
