"""A baseline is renewed in place: new failures in, what is fixed or idle out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conformance import baseline
from conformance.baseline import Renewal, Row

TODAY, UNTIL = date(2026, 11, 22), date(2027, 2, 20)
LATER = date(2027, 1, 1)
TEXT = """\
# Looked at by hand.
known:
  # the first
  - id: SSE-001
    case: chat
    reason: a bug of the upstream
    link: https://example.com/1
    expires: 2027-01-01
  - {id: SSE-002, reason: "as ever: and ever", expires: 2027-01-01}
"""


def result(name: str, case: str, outcome: str, message: str = "") -> dict[str, str]:
    """What a run says of one case."""
    return {"id": name, "case": case, "outcome": outcome, "message": message}


def renewed(file: Path, results: list[dict[str, str]]) -> tuple[Renewal, str]:
    """The change of the baseline in ``file``, and its text after that."""
    rows = baseline.load(file) if file.exists() else ()
    known = ["SSE-001", "SSE-002", "SSE-003"]
    change = baseline.renewal(rows, results, known, today=TODAY, until=UNTIL)
    return change, baseline.updated(file.read_text() if file.exists() else "", rows, change)


def test_comments_and_other_rows_stay(tmp_path: Path) -> None:
    """What is fixed goes, what fails comes."""
    file = tmp_path / "b.yaml"
    file.write_text(TEXT)
    results = [result("SSE-001", "chat", "known"), result("SSE-002", "x", "fixed"),
               result("SSE-003", "y", "fail", "it broke: \"so\"")]  # fmt: skip

    change, text = renewed(file, results)
    file.write_text(text)

    assert [len(change.gone), len(change.new)] == [1, 1]
    assert text.startswith("# Looked at by hand.\nknown:\n  # the first\n  - id: SSE-001\n")
    assert baseline.load(file) == (
        Row("SSE-001", "a bug of the upstream", LATER, "chat", "https://example.com/1"),
        Row("SSE-003", 'it broke: "so"', UNTIL, "y"),
    )


@pytest.mark.parametrize("text", ["known: []\n", None])
def test_a_file_of_another_form_is_written_anew(tmp_path: Path, text: str | None) -> None:
    """The rows are right all the same."""
    file = tmp_path / "b.yaml"
    if text is not None:
        file.write_text(text)

    _, text = renewed(file, [result("SSE-003", "y", "fail", "")])
    file.write_text(text)

    (row,) = baseline.load(file)
    assert (row.id, row.reason) == ("SSE-003", "failed when the baseline was written")


def test_an_expired_row_gets_a_new_date(tmp_path: Path) -> None:
    """With the reason and the link that it had; one that names nothing goes."""
    file = tmp_path / "b.yaml"
    file.write_text(TEXT.replace("2027-01-01", "2026-01-01").replace("SSE-002", "XXX-002"))

    _, text = renewed(file, [result("SSE-001", "chat", "fail", "today's words")])
    file.write_text(text)

    assert baseline.load(file) == (
        Row("SSE-001", "a bug of the upstream", UNTIL, "chat", "https://example.com/1"),
    )


def test_a_row_that_is_half_fixed_is_narrowed(tmp_path: Path) -> None:
    """To the cases that still need it."""
    file = tmp_path / "b.yaml"
    file.write_text("known:\n- {id: SSE-001, case: 'chat*', reason: r, expires: 2027-01-01}\n")

    _, text = renewed(
        file, [result("SSE-001", "chat-a", "fixed"), result("SSE-001", "chat-b", "known")]
    )
    file.write_text(text)

    assert baseline.load(file) == (Row("SSE-001", "r", LATER, "chat-b"),)


def test_nothing_left_is_an_empty_list(tmp_path: Path) -> None:
    """Which is a baseline too."""
    file = tmp_path / "b.yaml"
    file.write_text("known:\n- {id: SSE-001, reason: r, expires: 2027-01-01}\n")

    _, text = renewed(file, [result("SSE-001", "chat", "fixed")])

    assert text == "known: []\n"
