"""Two runs are compared case by case, and each change gets its cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reports.diff import CAUSES, KINDS, compare
from reports.run import Run

Maker = Callable[..., Any]


def pair(make_run: Maker, make_result: Maker, old: dict[str, Any], new: dict[str, Any]) -> Any:
    """The difference of two runs with one case each."""
    rows = [make_result(1, **{"rule": "r1", **one}) for one in (old, new)]
    return compare(make_run([rows[0]]), make_run([rows[1]]))


FAIL = {"outcome": "fail", "blame": "relay", "message": "no [DONE]"}
CASES = [
    ({}, FAIL, ("newly_failing", "relay"), 1),
    (FAIL, {}, ("newly_passing", "relay"), 0),
    ({}, {**FAIL, "rule": "r2"}, ("newly_failing", "suite"), 0),
    ({}, {"outcome": "error", "blame": "suite"}, ("changed", "suite"), 0),
    ({}, {"outcome": "skip"}, ("changed", "choice"), 0),
    ({"outcome": "skip"}, FAIL, ("newly_failing", "choice"), 0),
    (FAIL, {"outcome": "known"}, ("newly_passing", "baseline"), 0),
    ({}, {"outcome": "inconclusive", "blame": "network"}, ("changed", "surroundings"), 0),
    ({"outcome": "inconclusive", "blame": "credentials"}, {}, ("changed", "surroundings"), 0),
    (FAIL, {**FAIL, "message": "ended early"}, ("changed", "relay"), 0),
    (FAIL, {**FAIL, "blame": "upstream"}, ("changed", "relay"), 0),
    ({}, {"outcome": "warn", "message": "x"}, ("changed", "relay"), 0),
]


@pytest.mark.parametrize(("old", "new", "expected", "code"), CASES, ids=str)
def test_a_change_has_a_kind_and_a_cause(
    make_run: Maker,
    make_result: Maker,
    old: dict[str, Any],
    new: dict[str, Any],
    expected: tuple[str, str],
    code: int,
) -> None:
    """Only what the relay did newly wrong fails."""
    found = pair(make_run, make_result, old, new)

    assert [(change.kind, change.cause) for change in found.changes] == [expected]
    assert found.exit_code == code
    assert expected[0] in KINDS
    assert expected[1] in CAUSES


def test_nonces_and_times_are_no_change(make_run: Maker, make_result: Maker) -> None:
    """Two messages that differ only in what is different each time say the same."""
    old = {**FAIL, "message": "call 8f3a9b21cc took 1.25 s"}

    assert (
        pair(make_run, make_result, old, {**FAIL, "message": "call 00ffee9912 took 3 s"}).changes
        == ()
    )


def other_suite(run: Run, **suite: str) -> dict[str, Any]:
    """The head of a run by another suite."""
    return {"suite": {"name": run.suite, "version": "0.1.0", "specs_digest": "sha256:00", **suite}}


def test_what_only_one_run_judged(make_run: Maker, make_result: Maker) -> None:
    """The same suite: another choice; another suite: its rules."""
    one, two = make_run([make_result(1)]), make_run([make_result(2)])
    newer = make_run(
        [make_result(2), make_result(1, outcome="fail")], **other_suite(one, version="2")
    )

    same = [(c.kind, c.cause, c.name) for c in compare(one, two).changes]
    later = [(c.kind, c.cause, c.name) for c in compare(two, newer).changes]

    assert same == [
        ("new", "choice", "SSE-002[chat-stream-basic]"),
        ("gone", "choice", "SSE-001[chat-stream-basic]"),
    ]
    assert later == [("newly_failing", "suite", "SSE-001[chat-stream-basic]")]


@pytest.mark.parametrize(
    ("rule", "suite", "cause"),
    [
        (None, {}, "relay"),
        (None, {"specs_digest": "sha256:01"}, "unclear"),
        ("r1", {"specs_digest": "sha256:01"}, "relay"),
        ("r1", {"version": "0.2.0"}, "unclear"),
    ],
    ids=str,
)
def test_the_suite_may_have_changed(
    make_run: Maker, make_result: Maker, rule: str | None, suite: dict[str, str], cause: str
) -> None:
    """A rule with the same digest is the same; without digests the whole of the specs counts."""
    named = {} if rule is None else {"rule": rule}
    one = make_run([make_result(1, **named)])
    two = make_run([make_result(1, **FAIL, **named)], **other_suite(one, **suite))

    assert [change.cause for change in compare(one, two).changes] == [cause]


def test_a_cut_run_has_no_verdict(make_run: Maker, make_result: Maker) -> None:
    """Unless something fails newly all the same."""
    whole, cut = make_run([make_result(1)]), make_run([make_result(1)], complete=False)
    failing = make_run([make_result(1, **FAIL)], complete=False)

    assert [compare(whole, cut).exit_code, compare(whole, failing).exit_code] == [3, 1]
