"""Tables in Markdown, the same octets for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def table(header: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of one table; a cell keeps neither bars nor line ends of its own."""
    yield _line(header)
    yield _line(["---"] * len(header))
    for row in rows:
        yield _line([cell.replace("|", "\\|").replace("\n", " ") for cell in row])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
