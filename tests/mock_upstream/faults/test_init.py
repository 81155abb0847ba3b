"""The list of faults is whole, and each can be made and told about."""

from __future__ import annotations

import pytest

from mock_upstream import faults
from mock_upstream.errors import FaultError


def test_names_are_unique() -> None:
    """No fault and no short name hides another."""
    names = [fault.name for fault in faults.FAULTS] + list(faults.SHORT)

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", faults.catalogue(), ids=lambda row: row["name"])
def test_every_row_of_the_catalogue_can_be_made(row: dict[str, object]) -> None:
    """Without parameters each has its defaults; the summary is one sentence."""
    made = faults.make(str(row["name"]))

    assert row["phase"] == made.phase
    assert str(row["summary"]).endswith((".", ","))


def test_the_catalogue_is_sorted_and_whole() -> None:
    """Every fault and every short name is in it."""
    names = [row["name"] for row in faults.catalogue()]

    assert sorted(names) == names
    assert len(faults.FAULTS) + len(faults.SHORT) == len(names)


def test_a_short_name_has_its_error_already() -> None:
    """It is not a parameter of the row, and refused when given."""
    row = next(row for row in faults.catalogue() if row["name"] == "http.500")

    assert [param["name"] for param in row["params"]] == ["message", "retry_after"]
    with pytest.raises(FaultError, match="has its error already"):
        faults.make("http.500", {"error": "conflict"})


def test_an_unknown_name_is_refused() -> None:
    """The message lists the names."""
    with pytest.raises(FaultError, match=r"unknown fault 'nope'; known: body\.duplicate_keys"):
        faults.make("nope")


def test_a_wrong_parameter_is_pointed_at() -> None:
    """The pointer leads below ``with``."""
    with pytest.raises(FaultError) as caught:
        faults.make("sse.bytewise", {"octets": "1"})
    assert caught.value.pointer == "/with/octets"


def test_faults_are_composed_in_the_order_of_the_list() -> None:
    """Whatever order a script has them in."""
    plan = faults.compose([faults.make("sse.crlf"), faults.make("sse.missing_done")])

    assert [item.fault.name for item in plan] == ["sse.missing_done", "sse.crlf"]
