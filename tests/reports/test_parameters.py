"""The matrix of parameters is turned over, bounded and read strictly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.document import Node, RunError
from reports.parameters import ENDPOINTS, PARAMETERS, parse, pivot
from reports.run import Run

ROWS = [
    {"endpoint": "chat.completions", "parameter": "n", "fate": "forwarded", "exchange": "a/0"},
    {"endpoint": "chat.completions", "parameter": "seed", "fate": "dropped", "exchange": "a/0"},
    {"endpoint": "images.edits", "parameter": "n", "fate": "rejected", "exchange": "b/0"},
]


def test_rows_become_a_table(make_run: Callable[..., Run]) -> None:
    """Parameters by endpoints, with a gap where one has no such parameter."""
    matrix = pivot(make_run(parameters=ROWS).parameters)

    assert matrix.endpoints == ("chat.completions", "images.edits")
    assert matrix.rows == (("n", ("forwarded", "rejected")), ("seed", ("dropped", None)))
    assert [one.name for one in matrix.odd] == ["seed", "n"]
    assert (matrix.counts["dropped"], matrix.counts["added"]) == (1, 0)


def test_an_older_run_has_none(make_run: Callable[..., Run]) -> None:
    """The key is optional."""
    assert pivot(make_run().parameters).rows == ()


def test_a_huge_table_is_cut(make_run: Callable[..., Run]) -> None:
    """Both sides are bounded."""
    rows = [{**ROWS[1], "endpoint": f"e{n % 50}", "parameter": f"p{n}"} for n in range(500)]

    matrix = pivot(make_run(parameters=rows).parameters)

    assert len(matrix.endpoints) == ENDPOINTS
    assert len(matrix.rows) == len(matrix.odd) == PARAMETERS


@pytest.mark.parametrize("change", [{"fate": "lost"}, {"exchange": None}, {"parameter": 1}])
def test_a_row_that_is_none_is_refused(change: dict[str, Any]) -> None:
    """With file and pointer."""
    with pytest.raises(RunError, match=r"run\.json: /0"):
        parse([Node("run.json", "/0", {**ROWS[0], **change})])
