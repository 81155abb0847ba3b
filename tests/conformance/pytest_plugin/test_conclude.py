"""Every outcome has its place among pytest's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from conformance.baseline import Row
from conformance.catalog import Case
from conformance.checks import Judgement
from conformance.model import JSON, Blame, Outcome, ProbeRun, Violation
from conformance.pytest_plugin.conclude import conclude, text
from conformance.results import of_case


@pytest.fixture
def result(make_case: Callable[..., Case]) -> Callable[..., dict[str, JSON]]:
    """Makes a result of an outcome."""

    def make(outcome: Outcome, *, known: Row | None = None) -> dict[str, JSON]:
        found = (Violation("no [DONE]", "event 3", "[DONE]", "x"),)
        judgement = Judgement(outcome, "no [DONE]", Blame.RELAY, found)
        today = date(2026, 11, 22)
        return of_case(make_case(), judgement, ProbeRun("ask"), known=known, today=today)

    return make


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.WARN])
def test_pass_and_warn_pass(result: Callable[..., dict[str, JSON]], outcome: Outcome) -> None:
    """A warning fails nothing."""
    conclude(result(outcome))


@pytest.mark.parametrize(
    ("outcome", "raised", "words"),
    [
        (Outcome.FAIL, pytest.fail.Exception, "blame: relay"),
        (Outcome.ERROR, pytest.fail.Exception, "error"),
        (Outcome.SKIP, pytest.skip.Exception, "skip: no"),
        (Outcome.INCONCLUSIVE, pytest.skip.Exception, "inconclusive: no"),
    ],
)
def test_other_outcomes_are_raised(
    result: Callable[..., dict[str, JSON]],
    outcome: Outcome,
    raised: type[BaseException],
    words: str,
) -> None:
    """The message says what the outcome was."""
    with pytest.raises(raised, match=words):
        conclude(result(outcome))


def test_a_known_failure_is_expected(result: Callable[..., dict[str, JSON]]) -> None:
    """The reason of the baseline row is the reason shown."""
    known = Row("TST-001", "reported upstream", date(2027, 1, 1))

    with pytest.raises(pytest.xfail.Exception, match="reported upstream"):
        conclude(result(Outcome.FAIL, known=known))


def test_the_message_is_readable(result: Callable[..., dict[str, JSON]]) -> None:
    """Requirement, place, expected, actual and source, one a line."""
    lines = text(result(Outcome.FAIL)).splitlines()

    assert lines == [
        "TST-001 TST-001 holds [ask]",
        "fail, blame: relay: no [DONE]",
        "  at event 3: no [DONE]",
        "expected: '[DONE]'",
        "actual:   'x'",
        "source: https://e.invalid/",
    ]
