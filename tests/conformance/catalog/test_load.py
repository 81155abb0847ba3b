"""The shipped catalogue loads, and what crosses files is checked."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.catalog import load
from conformance.catalog.load import _check_probes, _merged, _probes, _requirement
from conformance.catalog.promises import Promises
from conformance.errors import UsageError
from conformance.model import Mode

ROW = {
    "id": "TST-001",
    "level": "MUST",
    "title": "title",
    "source": {"quote": "q", "seen": "2026-11-21"},
    "probe": "chat-stream",
    "modes": ["wired"],
}


def test_every_case_has_a_name_of_its_own() -> None:
    """(id, case) is what reports and baselines name."""
    names = [case.id for case in load().cases()]

    assert len(names) == len(set(names))


def test_cases_are_chosen_by_mode() -> None:
    """What only the mock can show is not judged from one side."""
    black_box = {case.id for case in load().cases(Mode.BLACKBOX)}

    assert "SSE-014[chat-stream]" in black_box
    assert black_box < {case.id for case in load().cases(Mode.WIRED)}


def test_a_row_may_name_one_instance() -> None:
    """The other instances of the probe are not judged by it."""
    keys = {case.instance.key for case in load().cases() if case.requirement.id == "CHAT-005"}

    assert {"chat-n[stream=true]"} == keys


@pytest.mark.parametrize("reference", ["no-such", "chat-n[stream=maybe]"])
def test_an_unknown_probe_is_named(reference: Any) -> None:
    """A mistyped row is the author's error, and the valid names are listed."""
    row = _requirement({**ROW, "probe": [reference]}, "area")

    with pytest.raises(UsageError, match="known are"):
        _check_probes(row, load().probes)


def test_the_catalogue_is_bound_to_a_profile() -> None:
    """A documented deviation is left to the strict verdict, and own situations are asked for."""
    sozeer = load("sozeer")
    keys = {case.instance.key for case in sozeer.cases() if case.requirement.id == "PRF-001"}

    assert (sozeer.requirements["ERR-125"].strict, load().requirements["ERR-125"].strict) == (
        True,
        False,
    )
    own = "endpoint-documented-no-money"
    assert any(key.startswith(own) for key in keys)
    assert not any(case.instance.probe.name == own for case in load().cases())


def test_an_unknown_endpoint_is_named() -> None:
    """So is a mistyped endpoint."""
    document = {"area": "a", "probes": [{"name": "p", "endpoint": "no.such"}]}

    with pytest.raises(UsageError, match=r"chat\.completions"):
        list(_probes(document, load().endpoints, Promises()))


def test_defaults_are_merged_under_each_request() -> None:
    """Body and headers one level deep, the rest as a whole."""
    defaults = {"auth": "valid", "body": {"a": 1, "b": 1}}

    assert (_merged(defaults, {"auth": "wrong", "body": {"b": 2}})) == {
        "auth": "wrong",
        "body": {"a": 1, "b": 2},
    }
