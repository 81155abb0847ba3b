"""A result row says what was judged, what was found, and how to see it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

import specs
from conformance.baseline import Row
from conformance.catalog import Case, Instance
from conformance.checks import Judgement
from conformance.model import Blame, Exchange, Outcome, ProbeRun, Violation
from conformance.results.result import of_case, of_error, of_lack, of_skip

TODAY = date(2026, 11, 22)
FAILED = Judgement(
    Outcome.FAIL, "broken", Blame.RELAY, (Violation("broken", "/a", "x" * 3000, 2, exchange=1),)
)
RESULT = specs.validator("meta/run.schema.json#/$defs/result")


def test_a_failure_carries_its_evidence(
    make_case: Callable[..., Case], make_exchange: Callable[..., Exchange]
) -> None:
    """Curl and slices are of the exchange that the first violation names."""
    run = ProbeRun("ask", (make_exchange(), make_exchange(b"second", id="ask/1")))

    row = of_case(make_case(), FAILED, run, known=None, today=TODAY)

    RESULT.validate(row)
    assert (row["id"], row["case"], row["outcome"], row["blame"]) == (
        "TST-001", "ask", "fail", "relay",
    )  # fmt: skip
    assert "second" in row["evidence"]["reply"]
    assert row["curl"].startswith("curl ")
    assert row["exchanges"] == ["ask/0", "ask/1"]
    assert len(row["expected"]) == 2001
    assert row["duration_s"] == 0.5


def test_a_pass_carries_no_evidence(
    make_case: Callable[..., Case], make_exchange: Callable[..., Exchange]
) -> None:
    """What passed is short, and nobody is to blame."""
    run = ProbeRun("ask", (make_exchange(),))

    row = of_case(make_case(), Judgement(Outcome.PASS), run, known=None, today=TODAY)

    RESULT.validate(row)
    assert row["blame"] is None
    assert not {"curl", "evidence", "known"} & row.keys()


@pytest.mark.parametrize(
    ("judgement", "expires", "expected"),
    [
        (FAILED, date(2026, 11, 22), "known"),
        (FAILED, date(2026, 11, 21), "fail"),
        (Judgement(Outcome.WARN, "odd"), date(2027, 1, 1), "known"),
        (Judgement(Outcome.PASS), date(2027, 1, 1), "fixed"),
        (Judgement(Outcome.INCONCLUSIVE, "no"), date(2027, 1, 1), "inconclusive"),
    ],
)
def test_a_baseline_row_changes_the_outcome(
    make_case: Callable[..., Case], judgement: Judgement, expires: date, expected: str
) -> None:
    """A failure in date is known, a pass is fixed; the rest stays."""
    known = Row("TST-001", "reported", expires)

    row = of_case(make_case(), judgement, ProbeRun("ask"), known=known, today=TODAY)

    RESULT.validate(row)
    assert row["outcome"] == expected
    assert row["known"]["reason"] == "reported"
    assert ("delete the baseline row" in row["message"]) is (expected == "fixed")


def test_what_was_not_judged_has_its_reason(make_case: Callable[..., Case]) -> None:
    """A skip blames nobody, an error the suite."""
    skipped, broken = of_skip(make_case(), "not claimed"), of_error(make_case(), "oops")

    RESULT.validate(skipped)
    RESULT.validate(broken)
    assert (skipped["outcome"], skipped["blame"]) == ("skip", None)
    assert (broken["outcome"], broken["blame"]) == ("error", "suite")


def test_a_claim_that_nothing_can_judge_is_inconclusive(make_case: Callable[..., Case]) -> None:
    """Neither passed nor left out, and nobody is to blame."""
    row = of_lack(make_case(), "no model")

    RESULT.validate(row)
    assert (row["outcome"], row["blame"], row["message"]) == ("inconclusive", None, "no model")


def test_a_provoked_error_is_named(make_case: Callable[..., Case]) -> None:
    """With whether a stream was asked for; other probes provoke none."""
    case = make_case()
    probe = replace(case.instance.probe, provokes="${error.class}")
    values = {"error": {"class": "rate_limit"}, "stream": True}

    told = of_skip(replace(case, instance=Instance(probe, "x", values)), "why")

    RESULT.validate(told)
    assert (told["error"], told["stream"]) == ("rate_limit", True)
    assert "error" not in of_skip(case, "why")
