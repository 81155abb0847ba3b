"""The table of checks keeps names unique and says which exchange broke a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.checks.given import GIVEN
from conformance.checks.ground import GROUNDS
from conformance.checks.registry import CHECKS, check


def test_a_name_taken_twice_is_an_import_error() -> None:
    """Two checks of one name would hide each other."""
    import conformance.checks

    name = next(iter(conformance.checks.CHECKS))

    with pytest.raises(ImportError, match=name):
        check(name)(lambda view: iter(()))


def test_a_violation_names_its_exchange(view: Callable[..., Any]) -> None:
    """The index of the exchange is set by the table, not by each check."""
    import conformance.checks  # noqa: F401 (fills the table)

    views = [view(), view(headers={"content-encoding": "gzip"})]

    assert [v.exchange for v in CHECKS["http.identity-coding"].violations(views)] == [1]


def test_every_check_has_a_known_precondition_and_a_sentence() -> None:
    """What a check needs and what it says is stated."""
    import conformance.checks

    for one in conformance.checks.CHECKS.values():
        assert one.given in {**GIVEN, **GROUNDS}, one.name
        assert one.function.__doc__, one.name
