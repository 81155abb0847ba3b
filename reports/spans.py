"""Text from a run inside Markdown, where neither GitHub nor a reader's terminal acts on it.

Rules of this file: pure; every value is bounded by ``reports.text`` first.
"""

from __future__ import annotations

import re

from reports.text import clean, line

__all__ = ["fence", "span"]


def span(text: str, limit: int) -> str:
    """A code span: one line in which Markdown, HTML, links and mentions do nothing."""
    shown = line(text, limit).replace("|", "\u2223") or "-"
    ticks = "`" * (_longest("`", shown) + 1)
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def fence(text: str, limit: int, info: str = "text") -> str:
    """A fenced block that the text cannot close."""
    shown = clean(text, limit)
    ticks = "`" * max(3, _longest("`", shown) + 1)
    return f"{ticks}{info}\n{shown}\n{ticks}\n"


def _longest(mark: str, text: str) -> int:
    return max((len(run) for run in re.findall(re.escape(mark) + "+", text)), default=0)
