"""The values of a script."""

from __future__ import annotations

import pytest

from mock_upstream import faults
from mock_upstream.scenario.model import HEALTHY, JSON, Call, FaultUse, Script, Step, Upstream


def test_faults_of_a_step_are_named_for_the_journal() -> None:
    """Several are joined; none is None."""
    uses = tuple(FaultUse(name, faults.make(name)) for name in ("sse.crlf", "sse.comments"))

    assert Step("/0", faults=uses).fault_names == "sse.crlf+sse.comments"
    assert Step("/0").fault_names is None


def test_an_upstream_that_is_not_scripted_is_healthy() -> None:
    """It has no rules and no limits."""
    known = Upstream("known", key="k")

    assert Script({"known": known}).upstream("known") is known
    assert HEALTHY.upstream("any") == Upstream("any")


@pytest.mark.parametrize(
    ("body", "model", "is_stream"),
    [
        (None, None, False),
        ([], None, False),
        ({}, None, False),
        ({"model": 5, "stream": 1}, None, False),
        ({"model": "m", "stream": True}, "m", True),
    ],
)
def test_a_call_is_read_without_trust(body: JSON, model: str | None, *, is_stream: bool) -> None:
    """Whatever the body is, there is a model or none."""
    call = Call("POST", "/x", (("A", "1"), ("a", "2")), body=body)

    assert (call.model, call.is_stream) == (model, is_stream)
    assert call.header("a") == "1"
    assert call.header("b") is None
