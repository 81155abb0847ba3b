"""A probe is expanded over its axes in the order of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.catalog.axes import instances, labelled
from conformance.catalog.promises import Promises
from conformance.catalog.rows import Endpoint, Probe

PROBE = Probe("p", "area", "summary", Endpoint("e", "GET", "/x"), frozenset())
ROWS = {
    "openai": [
        {"name": "a", "from": ["upstream"]},
        {"name": "b", "from": ["relay"]},
        {"name": "c", "from": ["upstream", "relay"]},
    ]
}


@pytest.mark.parametrize(
    ("axis", "labels"),
    [
        ([False, None, "x", 3], ["s=false", "s=null", "s=x", "s=3"]),
        ({"values": {"one": 1, "two": 2}}, ["one", "two"]),
        ({"errors": "openai"}, ["a", "b", "c"]),
        ({"errors": "openai", "from": "upstream"}, ["a", "c"]),
        ({"errors": "openai", "names": ["b"]}, ["b"]),
        ({"profile": "errors", "situations": ["bad_key", "no_money"]}, ["bad_key", "no_money"]),
    ],
)
def test_labels_tell_the_values_apart(axis: Any, labels: Any) -> None:
    """Each form of axis has its labels."""
    assert labels == list(labelled("s", axis, ROWS, Promises()))


def test_every_combination_is_an_instance() -> None:
    """The first axis is the slowest."""
    probe = replace(PROBE, axes={"x": {"x=1": 1, "x=2": 2}, "y": {"a": None, "b": "B"}})

    keys = [instance.key for instance in instances(probe)]

    assert keys == ["p[x=1,a]", "p[x=1,b]", "p[x=2,a]", "p[x=2,b]"]
    assert list(instances(probe))[-1].values == {"x": 2, "y": "B"}


def test_a_probe_without_axes_has_one_instance() -> None:
    """Its key is its name."""
    assert [instance.key for instance in instances(PROBE)] == ["p"]
