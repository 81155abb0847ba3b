"""The badge has level, profile and dates, and is grey when they are over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reports.badge import GREY
from reports.certificate.seal import badge_of


@pytest.mark.parametrize(
    ("today", "is_grey"),
    [(None, False), (date(2027, 5, 25), False), (date(2027, 5, 26), True)],
)
def test_it_is_grey_after_its_last_day(
    claims: dict[str, Any], today: date | None, is_grey: bool
) -> None:
    """Whoever writes it then gets a grey one."""
    badge = badge_of(claims, today)

    assert (badge.color == GREY) is is_grey
    assert "L1" in badge.message
    assert "generic" in badge.message
    assert "2027-05-25" in badge.message


def test_a_refused_bundle_has_a_grey_one() -> None:
    """It says neither level nor profile."""
    badge = badge_of(None)

    assert (badge.color, badge.message) == (GREY, "refused")
