"""The table of errors tells the worst of each, where it was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reports.errors import COLUMNS, ROWS, Cell, Row, table
from reports.html import render
from reports.run import Run

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]


def test_a_cell_is_the_worst_of_its_cases(make_run: Runs, make_result: Results) -> None:
    """A stream has a row of its own; what provokes no error is left out."""
    told = {"endpoint": "chat", "error": "bad_key", "stream": False}
    results = [
        make_result(1, **told),
        make_result(2, **told, outcome="warn", blame="relay"),
        make_result(3, **told, outcome="skip"),
        make_result(4, **{**told, "stream": True, "error": "no_money"}),
        make_result(5),
    ]

    found = table(make_run(results))

    assert found.errors == ("bad_key", "no_money")
    assert found.rows == (
        Row("chat", stream=False, cells=(Cell("warn", 3), None)),
        Row("chat", stream=True, cells=(None, Cell("pass", 1))),
    )


def test_streams_stand_below_their_endpoint(make_run: Runs, make_result: Results) -> None:
    """Endpoints keep the order of the run."""
    asked = [("b", True), ("a", False), ("b", False)]
    results = [
        make_result(number, endpoint=endpoint, error="x", stream=stream)
        for number, (endpoint, stream) in enumerate(asked, 1)
    ]

    rows = table(make_run(results)).rows

    assert [(row.endpoint, row.stream) for row in rows] == [
        ("b", False),
        ("b", True),
        ("a", False),
    ]


def test_a_run_without_errors_has_no_table(make_run: Runs) -> None:
    """The page says nothing of it either."""
    run = make_run()

    assert (table(run).errors, table(run).rows) == ((), ())
    assert "h-errors" not in render(run)


def test_the_table_is_bounded(make_run: Runs, make_result: Results) -> None:
    """A run may be made of anything."""
    results = [
        make_result(number, endpoint=f"e{number}", error=f"x{number}") for number in range(1, 100)
    ]

    found = table(make_run(results))

    assert (len(found.errors), len(found.rows)) == (COLUMNS, ROWS)


def test_the_page_tells_each_cell_in_words(make_run: Runs, make_failure: Results) -> None:
    """A sign is for the eye, the word for everybody, and values are inert."""
    results = [
        make_failure(1, endpoint="<b>", error="bad_key", stream=True),
        make_failure(2, endpoint="other", error="<i>", stream=False),
    ]

    page = render(make_run(results))

    assert '<th scope="row" class="mono">&lt;b&gt;</th><td><span class="en" lang="en">on<' in page
    cell = re.search(r'<td class="cell o-fail">.*?</td>', page)
    assert cell is not None
    assert all(word in cell[0] for word in ("fail", "失败", "1 cases", "1 条用例", "✕"))
    assert all(word in page for word in ("wrong key", "密钥错误", "&lt;i&gt;"))
