"""The judge turns evidence into an outcome and never guesses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.catalog import Case, Endpoint, Instance, Probe, Requirement, Source
from conformance.checks import judge
from conformance.checks.judge import MOST_VIOLATIONS
from conformance.errors import UsageError
from conformance.model import Blame, End, Level, Mode, Outcome, ProbeRun

BOTH = frozenset(Mode)


def case(values: Any = None, **row: Any) -> Any:
    """A case of one row over one instance."""
    probe = Probe("p", "area", "summary", Endpoint("e", "POST", "/x"), BOTH)
    requirement = Requirement(
        **{
            "id": "TST-001",
            "area": "area",
            "level": Level.MUST,
            "title": "title",
            "source": Source("quote", "2026-11-21"),
            "check": "http.status",
            "arguments": {"accept": [200]},
            **row,
        }
    )
    return Case(requirement, Instance(probe, values=values or {}))


@pytest.fixture
def judged(view: Callable[..., Any]) -> Any:
    """Judges a case over one reply."""

    def run(row: Any, reply: Any, mode: Any = Mode.WIRED, **rest: Any) -> Any:
        return judge(row, ProbeRun("p", (view(**reply).exchange,)), mode, **rest)

    return run


@pytest.mark.parametrize(
    ("level", "strict_row", "strict_run", "outcome"),
    [
        (Level.MUST, False, False, Outcome.FAIL),
        (Level.MUST, True, False, Outcome.WARN),
        (Level.MUST, True, True, Outcome.FAIL),
        (Level.SHOULD, False, False, Outcome.WARN),
        (Level.SHOULD, True, True, Outcome.WARN),
        (Level.MAY, False, False, Outcome.PASS),
        (Level.OBSERVED, False, False, Outcome.PASS),
    ],
)
def test_a_violation_weighs_what_its_level_says(
    judged: Callable[..., Any], level: Any, strict_row: Any, strict_run: Any, outcome: Any
) -> None:
    """Violations are kept whatever the outcome."""
    judgement = judged(case(level=level, strict=strict_row), {"status": 418}, strict=strict_run)

    assert outcome is judgement.outcome
    assert Blame.RELAY is judgement.blame
    assert len(judgement.violations) == 1


def test_a_kept_rule_passes(judged: Callable[..., Any]) -> None:
    """No violation, no words."""
    assert Outcome.PASS is judged(case(), {}).outcome


@pytest.mark.parametrize(
    ("reply", "mode", "outcome", "blame"),
    [
        ({"status": 401}, Mode.WIRED, Outcome.INCONCLUSIVE, Blame.CREDENTIALS),
        ({"status": 429}, Mode.BLACKBOX, Outcome.INCONCLUSIVE, Blame.CREDENTIALS),
        ({"status": 500}, Mode.BLACKBOX, Outcome.INCONCLUSIVE, Blame.UPSTREAM),
        ({"status": 500}, Mode.WIRED, Outcome.FAIL, Blame.RELAY),
        ({"status": None, "end": End.REFUSED}, Mode.WIRED, Outcome.INCONCLUSIVE, Blame.NETWORK),
        ({"status": None, "end": End.RESET}, Mode.WIRED, Outcome.FAIL, Blame.RELAY),
    ],
)
def test_what_is_not_the_relays_fault_is_never_its_failure(
    judged: Callable[..., Any], reply: Any, mode: Any, outcome: Any, blame: Any
) -> None:
    """An account without quota, an upstream's 500 seen from one side, a dead network."""
    judgement = judged(case(), reply, mode)

    assert (outcome, blame) == (judgement.outcome, judgement.blame)


def test_an_accepted_request_has_no_error_to_judge(judged: Callable[..., Any]) -> None:
    """Leniency is no defect; what must be refused has rows of its own."""
    judgement = judged(case(check="errors.string-code", given="error", arguments={}), {"body": {}})

    assert judgement.outcome is Outcome.SKIP


def test_nothing_to_judge_is_inconclusive(judged: Callable[..., Any]) -> None:
    """A stream rule over a JSON reply says so."""
    judgement = judged(case(check="sse.done-present", arguments={}), {"body": {}})

    assert Outcome.INCONCLUSIVE is judgement.outcome
    assert "no event stream" in judgement.message


@pytest.mark.parametrize(
    ("blame", "outcome"),
    [(Blame.SUITE, Outcome.ERROR), (Blame.NETWORK, Outcome.INCONCLUSIVE)],
)
def test_a_probe_that_was_not_carried_out_is_no_verdict(blame: Any, outcome: Any) -> None:
    """Our own fault is an error, any other hindrance inconclusive."""
    run = ProbeRun("p", problem="no lane", blame=blame)

    assert outcome is judge(case(), run, Mode.WIRED).outcome


def test_a_run_without_exchanges_is_our_error() -> None:
    """Nothing recorded is never a pass."""
    assert Outcome.ERROR is judge(case(), ProbeRun("p"), Mode.WIRED).outcome


def test_arguments_take_the_values_of_the_instance(judged: Callable[..., Any]) -> None:
    """An error row says which statuses a relay may answer with."""
    row = case({"error": {"relayed_as": [502]}}, arguments={"accept": "${error.relayed_as}"})

    assert Outcome.PASS is judged(row, {"status": 502}).outcome


def test_an_expectation_is_judged(judged: Callable[..., Any]) -> None:
    """A row may carry a schema instead of a check."""
    row = case(check=None, expect={"properties": {"status": {"const": 201}}})

    assert Outcome.FAIL is judged(row, {}).outcome


def test_an_unknown_check_names_the_known_ones(judged: Callable[..., Any]) -> None:
    """A mistyped row is the author's error."""
    with pytest.raises(UsageError, match=r"sse\.done-present"):
        judged(case(check="no.such"), {})


def test_violations_are_bounded(stream: Callable[..., Any], chunk: Callable[..., Any]) -> None:
    """A broken stream breaks a rule in each chunk."""
    seen = stream(*[chunk("x", object="wrong")] * (MOST_VIOLATIONS + 5))
    row = case(check="chunks.object", arguments={})

    judgement = judge(row, ProbeRun("p", (seen.exchange,)), Mode.WIRED)

    assert len(judgement.violations) == MOST_VIOLATIONS
    assert f"{MOST_VIOLATIONS - 1} more" in judgement.message


QUOTA = {
    "error": {"message": "额度不足", "type": "one_api_error", "code": "insufficient_user_quota"}
}
MODEL = {"error": {"message": "该令牌无权访问模型 x", "type": "new_api_error", "code": ""}}
OWN = "Bearer [redacted:key of lane-0]"


@pytest.mark.parametrize(
    ("given", "reply", "mode", "expected"),
    [
        ("answered", {"status": 403, "body": QUOTA}, Mode.BLACKBOX, Blame.CREDENTIALS),
        ("error", {"status": 403, "body": QUOTA}, Mode.BLACKBOX, Blame.CREDENTIALS),
        ("answered", {"status": 403, "body": MODEL}, Mode.BLACKBOX, Blame.CREDENTIALS),
        ("answered", {"status": 429}, Mode.BLACKBOX, Blame.CREDENTIALS),
        ("answered", {"status": 403, "body": QUOTA}, Mode.WIRED, Blame.RELAY),
        ("answered", {"status": 403, "body": QUOTA, "authorization": "Bearer sk-wrong-1"},
         Mode.BLACKBOX, Blame.RELAY),
        ("some-served", {"status": 429}, Mode.BLACKBOX, None),
    ],
)  # fmt: skip
def test_a_refused_account_is_not_the_relays_fault(
    judged: Callable[..., Any], given: str, reply: Any, mode: Mode, expected: Any
) -> None:
    """Whatever the row asks for; a rig's account is ours to fill, and a wrong key is a probe."""
    judgement = judged(case(given=given), {"authorization": OWN, **reply}, mode)

    assert judgement.blame is expected
    assert (judgement.outcome is Outcome.FAIL) is (expected is Blame.RELAY)
    if expected is Blame.CREDENTIALS:
        assert judgement.message.startswith("the account, not the relay: ")


def test_a_model_that_is_made_up_may_be_refused_so(judged: Callable[..., Any]) -> None:
    """Where the refusal is provoked its status is judged."""
    row = case(given="answered")
    probe = replace(row.instance.probe, provokes="unknown_model")
    row = replace(row, instance=replace(row.instance, probe=probe))

    judgement = judged(row, {"authorization": OWN, "status": 403, "body": MODEL}, Mode.BLACKBOX)

    assert judgement.outcome is Outcome.FAIL


def test_our_own_lateness_is_no_fault_of_the_relay(view: Callable[..., Any]) -> None:
    """The violation is kept with the reason."""
    row = case(check="errors.ends", arguments={}, given="any")
    late = replace(view(end=End.TIMEOUT).exchange, late_s=5.0, duration_s=6.0)

    judgement = judge(row, ProbeRun("p", (late,)), Mode.WIRED)

    assert (judgement.outcome, judgement.blame) == (Outcome.INCONCLUSIVE, Blame.SUITE)
    assert judgement.message.startswith("we were 5.0 s late ourselves while x1 was sent: ")
    assert judgement.violations
