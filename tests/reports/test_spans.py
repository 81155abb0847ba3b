"""Text in Markdown acts on nothing."""

from __future__ import annotations

from reports.spans import fence, span


def test_a_span_cannot_be_left(hostile: str) -> None:
    """One line, longer ticks than the text has, no bar that ends a cell."""
    shown = span(hostile, 100)

    assert "\n" not in shown
    assert "|" not in shown
    assert shown[0] == shown[-1] == "`"


def test_a_span_of_ticks_is_padded() -> None:
    """And an empty one is a dash."""
    assert [span("`", 9), span("a`b", 9), span("", 9)] == ["`` ` ``", "``a`b``", "`-`"]


def test_a_fence_is_longer_than_what_it_holds() -> None:
    """The text cannot close the block."""
    assert fence("````\nx", 99, "sh") == "`````sh\n````\nx\n`````\n"
