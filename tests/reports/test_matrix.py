"""The table of runs is written in four formats, each safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from reports.matrix import LIMIT, WRITERS, as_csv, html, markdown, text
from reports.run import Run
from reports.several import Table, table


@pytest.fixture
def found(make_run: Callable[..., Run], make_result: Callable[..., Any]) -> Table:
    """Two runs: one keeps both rules, one breaks the first and was cut."""
    broken = [make_result(1, outcome="fail", message="no end"), make_result(2)]
    return table([make_run([make_result(1), make_result(2)]), make_run(broken, complete=False)])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", WRITERS)
def test_every_format_is_written_in_both_languages(found: Table, name: str, lang: str) -> None:
    """And shows the requirement that one run breaks."""
    assert "SSE-001" in WRITERS[name](found, lang)


def test_even_requirements_are_counted(found: Table) -> None:
    """Unless all are wanted."""
    for writer in (text, markdown, html):
        assert "1 more requirements" in writer(found)
        assert "SSE-002" not in writer(found)
        assert "SSE-002" in writer(found, is_whole=True)


def test_the_terminal_has_a_column_of_signs(found: Table) -> None:
    """A run that was cut says so."""
    told = text(found).splitlines()

    assert any(one.split()[:4] == ["SSE-001", "MUST", "✓", "✕"] for one in told)
    assert "This run was cut short" in told[1]


def test_the_csv_has_all_rows_and_no_formula(
    make_run: Callable[..., Run], make_result: Callable[..., Any]
) -> None:
    """Whatever a title begins with."""
    rows = csv.reader(io.StringIO(as_csv(table([make_run([make_result(1, title="=1+1")])]))))

    assert list(rows)[1] == ["SSE-001", "MUST", "stream", "'=1+1", "pass"]


class Tags(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the name; nothing may act on events."""
        assert not any(name.startswith("on") for name, _ in attrs)
        self.names.append(tag)


def test_a_hostile_run_makes_no_script(hostile_run: Run) -> None:
    """And no page that is too large."""
    told = html(table([hostile_run, hostile_run]), is_whole=True)
    tags = Tags()
    tags.feed(told)

    assert "script" not in tags.names
    assert len(told.encode()) < LIMIT
    assert "\x1b" not in text(table([hostile_run]))
    assert "\x1b" not in markdown(table([hostile_run]))
