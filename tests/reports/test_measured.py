"""Figures are read and worded, those of a newer suite by their own names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports.measured import Figure, told
from reports.phrases import Phrases
from reports.run import Run
from reports.summary import render

ROW = {"name": "longest_call", "value": 4.02, "unit": "s", "count": 9, "exchanges": ["a/0"]}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_run_shows_what_it_measured(make_run: Callable[..., Run], lang: str) -> None:
    """In the words of the language."""
    run = make_run(measured=[ROW])

    assert run.measured == (Figure("longest_call", 4.02, "s", 9, ("a/0",)),)
    assert "4.0 s" in render(run, lang)
    assert Phrases(lang)("measured.longest_call") in render(run, lang)


def test_an_older_run_has_none(make_run: Callable[..., Run]) -> None:
    """And shows none."""
    assert make_run().measured == ()
    assert "Measured" not in render(make_run())


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure("x", 0.0123, "s"), "12 ms"),
        (Figure("x", 61.26, "s"), "61.3 s"),
        (Figure("x", 3, "tokens/s"), "3.0 tokens/s"),
    ],
)
def test_short_times_are_milliseconds(figure: Figure, shown: str) -> None:
    """Other units stay as they are."""
    assert list(told([figure], Phrases())) == [("x", shown)]
