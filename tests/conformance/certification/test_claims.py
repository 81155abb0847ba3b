"""Level and dates follow from the runs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from conformance.certification import claims

DAY = date(2026, 11, 26)


def certificate(**has: Any) -> dict[str, Any]:
    """A certificate of level L1, as far as dates go."""
    return {
        "level": "L1",
        "scope": {"mode": "wired", "profile": "generic"},
        "issued": "2026-11-26",
        "expires": "2027-05-25",
        "runs": [
            {"started_at": "2026-11-25T23:00:00Z", "head": "a"},
            {"started_at": "2026-11-26T00:10:00Z", "head": "b"},
        ],
        "reproduces": None,
        "product": {},
        "set": {},
        **has,
    }


@pytest.mark.parametrize(
    ("mode", "is_reproduced", "level"),
    [
        ("blackbox", False, "L0"),
        ("wired", False, "L1"),
        ("blackbox", True, "L2"),
        ("wired", True, "L2"),
    ],
)
def test_the_level_is_that_of_the_evidence(mode: str, is_reproduced: bool, level: str) -> None:
    """From outside, from both sides, by two parties."""
    assert claims.level_of(mode, is_reproduced=is_reproduced) == level


def test_a_sound_certificate_has_no_problem() -> None:
    """On its first day and on its last."""
    assert list(claims.problems(certificate(), DAY)) == []
    assert list(claims.problems(certificate(), date(2027, 5, 25))) == []


@pytest.mark.parametrize(
    ("has", "words"),
    [
        ({"level": "L0"}, "the level L0 is not that of its evidence (wired)"),
        ({"level": "L2"}, "the level L2 is not that of its evidence"),
        ({"expires": "2027-05-26"}, "holds for 180 days"),
        ({"issued": "2026-11-27"}, "not valid yet"),
        ({"issued": "2026-02-31"}, "no days of the calendar"),
        ({"issued": "tomorrow"}, "no days of the calendar"),
        ({"issued": "9999-12-31"}, "no days of the calendar"),
        ({"runs": [{"started_at": "2026-11-01T00:00:00Z", "head": "a"}]}, "of other days"),
        (
            {"runs": [{"started_at": "2026-11-26T00:00:00Z", "head": "a"}] * 2},
            "stands in it more than once",
        ),
    ],
)
def test_what_does_not_follow_is_said(has: dict[str, Any], words: str) -> None:
    """Each as one sentence."""
    assert any(words in one for one in claims.problems(certificate(**has), DAY))


def test_two_certificates_of_one_thing() -> None:
    """Product, set and profile are the same; level and mode may differ."""
    outside = certificate(scope={"mode": "blackbox", "profile": "generic"}, level="L0")

    assert claims.is_about_the_same(certificate(), outside)
    assert not claims.is_about_the_same(certificate(), certificate(product={"a": 1}))
    assert not claims.is_about_the_same(certificate(), certificate(scope={"profile": "lalc"}))
