"""Annotations are one line each, at most ten of a kind, and nobody else's commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from reports.github import MOST, render
from reports.run import Run

Runs = Callable[..., Run]
Results = Callable[..., dict[str, Any]]

COMMAND = re.compile(r"::(error|warning|notice) title=([^:,\r\n]*)::([^\r\n]*)")


def read(text: str) -> list[tuple[str, str, str]]:
    """Kind, title and message of each line, unescaped as the runner does it."""
    found = []
    for row in text.splitlines():
        match = COMMAND.fullmatch(row)
        assert match, row
        kind, *values = match.groups()
        for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            values = [value.replace(code, sign) for value in values]
        found.append((kind, values[0], values[1]))
    return found


def test_what_makes_a_run_red_is_an_error(make_run: Runs, make_failure: Results) -> None:
    """Failures, errors and open required checks; warnings inform; the rest is silent."""
    outcomes = ("fail", "fixed", "error", "inconclusive", "warn", "known", "skip", "pass")

    told = read(render(make_run([make_failure(n, outcome=o) for n, o in enumerate(outcomes)])))

    assert [kind for kind, _, _ in told] == ["error"] * 4 + ["warning"]


def test_an_annotation_says_what_broke_and_whose_turn_it_is(
    make_run: Runs, make_failure: Results
) -> None:
    """Title, message, case and blame; signs of the command's own are escaped."""
    (told,) = read(render(make_run([make_failure(title="50%, or: less", message="a%0Ab")])))

    assert told == (
        "error",
        "SSE-001 50%, or: less",
        "fail: a%0Ab\nPOST /v1/chat/completions · chat-stream-basic\nBlame: relay",
    )


def test_the_eleventh_of_a_kind_is_a_count(make_run: Runs, make_failure: Results) -> None:
    """GitHub would drop it without a word."""
    results = [make_failure(n, outcome=o) for o in ("fail", "warn") for n in range(MOST + 3)]

    told = read(render(make_run(results)))

    kinds = [kind for kind, _, _ in told]
    assert [kinds.count(kind) for kind in ("error", "warning", "notice")] == [MOST, MOST, 2]
    assert told[MOST] == ("notice", "Further errors", "and 3 more")


def test_a_cut_run_says_so_first(make_run: Runs) -> None:
    """In the language asked for."""
    assert read(render(make_run(complete=False), "zh"))[0][:2] == ("notice", "本次运行被中断")
    assert render(make_run()) == ""


def test_hostile_values_are_inert(hostile: str, hostile_run: Run) -> None:
    """No value begins a command or a line of its own."""
    text = render(hostile_run)

    assert len(read(text)) == 5
    assert len(text.encode()) < 20_000
    assert "\x1b" not in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_same_run_gives_the_same_text(hostile_run: Run, lang: str) -> None:
    """Nothing but the run and the language decide the text."""
    assert render(hostile_run, lang) == render(hostile_run, lang)
