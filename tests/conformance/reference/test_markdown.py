"""A table is one line a row, whatever the cells hold."""

from __future__ import annotations

from conformance.reference.markdown import table


def test_bars_and_line_ends_do_not_break_a_row() -> None:
    """They are escaped, or become spaces."""
    assert list(table(["a", "b"], [["x|y", "1\n2"]])) == [
        "| a | b |",
        "| --- | --- |",
        "| x\\|y | 1 2 |",
    ]
