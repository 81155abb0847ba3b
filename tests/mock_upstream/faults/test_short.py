"""Short names stand for a fault with parameters."""

from __future__ import annotations

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults import make
from mock_upstream.faults.short import SHORT
from mock_upstream.faults.sse_cut import Cut


@pytest.mark.parametrize("name", sorted(SHORT))
def test_a_short_name_is_its_fault(name: str) -> None:
    """It has the parameters that it decides, and its messages have its name."""
    short = SHORT[name]
    fault = make(name)

    assert isinstance(fault, short.fault)
    assert {key: getattr(fault, key) for key in short.params} == short.params
    assert fault.name == name


def test_what_is_decided_cannot_be_said_again() -> None:
    """The pointer leads to it."""
    with pytest.raises(FaultError, match="has its ending already") as caught:
        make("sse.cut_rst", {"ending": "fin"})

    assert caught.value.pointer == "/with/ending"


def test_the_fault_itself_keeps_its_name() -> None:
    """The short one is another class."""
    assert SHORT["sse.cut_fin"].called("x").name == "x"
    assert Cut.name == "sse.cut"
