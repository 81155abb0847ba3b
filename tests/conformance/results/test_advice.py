"""A run that judged nothing says why and what to do."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.results.advice import advice


def row(outcome: str, blame: str | None = None, message: str = "") -> dict[str, Any]:
    """One result."""
    return {"outcome": outcome, "blame": blame, "message": message}


@pytest.mark.parametrize(
    ("blame", "words"),
    [
        ("credentials", "mend the account or the key"),
        ("network", "check the address"),
        ("upstream", "check the relay's channels"),
        (None, "see the reasons"),
    ],
)
def test_the_commonest_reason_is_told(blame: str | None, words: str) -> None:
    """With what to do about it."""
    rows = [row("inconclusive", blame, "no quota")] * 2 + [row("error", "suite", "x"), row("skip")]

    told = advice(rows)

    assert told is not None
    assert told.startswith("nothing could be judged; 2 of 3 times: no quota; ")
    assert words in told


@pytest.mark.parametrize("rows", [[], [row("skip")], [row("pass"), row("inconclusive")]])
def test_where_something_was_judged_there_is_no_advice(rows: list[dict[str, Any]]) -> None:
    """Nor where nothing was asked."""
    assert advice(rows) is None
