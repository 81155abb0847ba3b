"""The plan holds what was chosen, and says why it leaves something out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.catalog import Case
from conformance.errors import UsageError
from conformance.model import Level
from conformance.plan import LIGHT_ONLY, Plan, Planned, Wanted, check_claims, make, matches

Maker = Callable[..., Case]


def ids(plan: Plan) -> list[str]:
    """The ids of the plan's cases."""
    return [item.case.id for item in plan.items]


@pytest.mark.parametrize(
    "pattern",
    [
        "TST-001",
        "tst-00?",
        "test",
        "chat.completions",
        "ask",
        "ask[a=1]",
        "TST-001[ask[a=1]]",
        "*HOLDS",
    ],
)
def test_patterns_match_every_name_of_a_case(make_case: Maker, pattern: str) -> None:
    """Id, area, endpoint, probe and title are all names, in any case."""
    assert matches(pattern, make_case(label="a=1"))


@pytest.mark.parametrize(("is_full", "reason"), [(False, LIGHT_ONLY), (True, None)])
def test_a_full_load_is_sent_only_when_it_is_asked_for(
    make_case: Maker, is_full: bool, reason: str | None
) -> None:
    """Its rows say so; a skip is no hole in the verdict."""
    plan = make([make_case(probe_has={"is_full": True})], Wanted(is_full=is_full))

    assert [item.skip for item in plan.items] == [reason]


def test_select_and_skip_choose(make_case: Maker) -> None:
    """What is skipped is left out of what is selected."""
    cases = [make_case("AAA-001"), make_case("AAA-002"), make_case("BBB-001")]

    plan = make(cases, Wanted(select=("AAA-*",), skip=("AAA-002",)))

    assert ids(plan) == ["AAA-001[ask]"]


def test_a_pattern_that_matches_nothing_names_near_ones(make_case: Maker) -> None:
    """A typing mistake is not an empty run."""
    with pytest.raises(UsageError, match="near: TST-001"):
        make([make_case()], Wanted(select=("TST-01",)))
    with pytest.raises(UsageError, match="relay-conformance list"):
        make([make_case()], Wanted(skip=("qqqqqqq",)))


@pytest.mark.parametrize(
    ("level", "expected"), [(Level.MUST, 1), (Level.SHOULD, 2), (Level.MAY, 4)]
)
def test_the_level_is_a_lower_bound(make_case: Maker, level: Level, expected: int) -> None:
    """MAY, the default, takes what is only observed too."""
    cases = [make_case(f"TST-00{at}", level=one) for at, one in enumerate(Level)]

    assert len(make(cases, Wanted(level=level)).items) == expected


def test_unclaimed_capabilities_are_skipped_with_the_reason(make_case: Maker) -> None:
    """Requirement and probe both may need something."""
    case = make_case(needs=frozenset({"n"}), probe_has={"needs": frozenset({"chat"})})

    claimed = make([case], Wanted(supports=frozenset({"chat", "n"})))
    unclaimed = make([case], Wanted(supports=frozenset({"chat"})))

    assert claimed.items == (Planned(case),)
    assert unclaimed.items == (Planned(case, "the relay does not claim: n"),)
    assert unclaimed.instances == ()


def test_a_lane_that_is_not_there_is_a_reason(make_case: Maker) -> None:
    """A probe on the limited lane needs one."""
    case = make_case(probe_has={"lane": "limited"})

    skipped = make([case], Wanted()).items[0].skip
    run = make([case], Wanted(roles=frozenset({"default", "limited"}))).items[0].skip

    assert (skipped, run) == ("no lane with the role `limited`", None)


def test_shards_part_the_run_and_keep_probes_whole(make_case: Maker) -> None:
    """Every case is in one shard; cases of a probe instance are together."""
    cases = [make_case(f"TST-00{at}", probe=f"p{at % 3}") for at in range(6)]

    shards = [make(cases, Wanted(shard=(number, 2))) for number in (1, 2)]

    assert sorted(ids(shards[0]) + ids(shards[1])) == sorted(case.id for case in cases)
    assert not {one.key for one in shards[0].instances} & {one.key for one in shards[1].instances}


def test_an_instance_is_run_once(make_case: Maker) -> None:
    """Two requirements over one instance need one run of it."""
    first = make_case("TST-001")
    second = replace(first, requirement=make_case("TST-002").requirement)

    assert make([first, second], Wanted()).instances == (first.instance,)


def test_a_mistyped_claim_is_wrong_use() -> None:
    """It would skip its rows in silence."""
    check_claims(["chat"], ["chat", "chat.tools"])

    with pytest.raises(UsageError, match=r"chat\.tool', which is unknown; chat\.tools"):
        check_claims(["chat.tool"], ["chat", "chat.tools"])


@pytest.mark.parametrize(
    ("models", "is_sent"), [(None, True), ({"chat": "m"}, True), ({"speech": "m"}, False)]
)
def test_a_claim_without_a_model_is_not_sent(
    make_case: Maker, models: dict[str, str] | None, is_sent: bool
) -> None:
    """The reason names the flag that gives one, and how to do without."""
    plan = make([make_case()], Wanted(models=models))

    (item,) = plan.items
    assert (item.is_sent, len(plan.instances)) == (is_sent, int(is_sent))
    if not is_sent:
        assert "--model chat=NAME" in str(item.lacks)
        assert "--skip chat.completions" in str(item.lacks)


def test_what_is_not_claimed_needs_no_model(make_case: Maker) -> None:
    """It is skipped, which says more."""
    case = make_case(needs=frozenset({"n"}))

    (item,) = make([case], Wanted(supports=frozenset(), models={})).items

    assert (item.skip, item.lacks) == ("the relay does not claim: n", None)


def test_a_skip_says_what_the_capabilities_file_says(make_case: Maker) -> None:
    """Why it is not claimed, or that it is not named."""
    cases = [make_case(needs=frozenset({name})) for name in ("a", "b")]

    plan = make(cases, Wanted(supports=frozenset(), doubts={"a": "absent: 404"}))

    assert [item.skip for item in plan.items] == [
        "the relay does not claim: a (absent: 404)",
        "the relay does not claim: b (the capabilities file does not name it)",
    ]
