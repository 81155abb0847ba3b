"""A probe is expanded over its axes in the order of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.catalog.axes import instances, labelled
from conformance.catalog.promises import Promises
from conformance.catalog.rows import Endpoint, Probe, Turns

PROBE = Probe("p", "area", "summary", Endpoint("e", "GET", "/x"), frozenset())
ROWS = {
    "openai": [
        {"name": "a", "from": ["upstream"]},
        {"name": "b", "from": ["relay"]},
        {"name": "c", "from": ["upstream", "relay"]},
        {"name": "d", "from": ["upstream"], "class": "one"},
        {"name": "e", "from": ["upstream"], "class": "two"},
        {"name": "f", "from": ["upstream"], "class": "one"},
    ]
}


@pytest.mark.parametrize(
    ("axis", "labels"),
    [
        ([False, None, "x", 3], ["s=false", "s=null", "s=x", "s=3"]),
        ({"values": {"one": 1, "two": 2}}, ["one", "two"]),
        ({"errors": "openai"}, ["a", "b", "c", "d", "e", "f"]),
        ({"errors": "openai", "from": "upstream"}, ["a", "c", "d", "e", "f"]),
        ({"errors": "openai", "classes": ["two"]}, ["e"]),
        ({"errors": "openai", "classes": ["one", "two"], "rotate": "at"}, ["one", "two"]),
        ({"endpoints": ["models.list"]}, ["models.list"]),
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


def test_rows_take_turns_along_another_axis() -> None:
    """Each place of it has one row of each class, and the next place the next row."""
    turns = {"errors": "openai", "classes": ["one", "two"], "rotate": "x"}
    classes = labelled("e", turns, ROWS, Promises())
    probe = replace(PROBE, axes={"x": {"x=1": 1, "x=2": 2, "x=3": 3}, "e": classes})

    names = {one.key: one.values["e"]["name"] for one in instances(probe)}

    assert classes["one"].over == "x"
    assert names == {
        "p[x=1,one]": "d",
        "p[x=1,two]": "e",
        "p[x=2,one]": "f",
        "p[x=2,two]": "e",
        "p[x=3,one]": "d",
        "p[x=3,two]": "e",
    }


def test_turns_begin_again_at_the_end() -> None:
    """However many places there are."""
    assert [Turns("x", ("a", "b")).row(at) for at in range(3)] == ["a", "b", "a"]
