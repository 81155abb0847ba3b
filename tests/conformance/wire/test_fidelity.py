"""Two objects are compared field by field, as an upstream would read them."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.wire.fidelity import Fate, alike, at, fates


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ("", None, False),
        ({"a": None}, {}, True),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2.0}]}, True),
        ([1, 2], [1], False),
        ([1, 2], [2, 1], False),
        ({"a": 1}, [1], False),
        (9007199254740993, 9007199254740992.0, False),
        ("e\u0301", "\u00e9", False),
    ],
)
def test_values_are_alike_when_they_say_the_same(one: Any, other: Any, expected: bool) -> None:
    """Numbers by value, truth by type, null as absent, text by character."""
    assert alike(one, other) is expected
    assert alike(other, one) is expected


@pytest.mark.parametrize(
    ("sent", "got", "fate"),
    [
        ({"n": 2}, {"n": 2}, Fate.FORWARDED),
        ({"n": None}, {}, Fate.FORWARDED),
        ({"n": 2}, {"n": 3}, Fate.CHANGED),
        ({"n": None}, {"n": 0}, Fate.CHANGED),
        ({"n": 2}, {}, Fate.DROPPED),
        ({"n": 2}, {"n": None}, Fate.DROPPED),
        ({"n": 2}, {"count": 2}, Fate.RENAMED),
        ({"n": 2}, {"count": 3}, Fate.DROPPED),
        ({}, {"n": 2}, Fate.ADDED),
    ],
)
def test_each_field_has_one_fate(sent: Any, got: Any, fate: Fate) -> None:
    """The first field tells what became of it."""
    assert fates(sent, got, renames={"n": ["count"]})[0].fate is fate


def test_what_stands_in_for_another_name_is_not_added() -> None:
    """A renamed field is told once."""
    found = fates({"max_tokens": 4}, {"limit": 4}, renames={"max_tokens": ["limit"]})

    assert [(one.name, one.fate) for one in found] == [("max_tokens", Fate.RENAMED)]


@pytest.mark.parametrize(("got", "fate"), [({"a": 1, "b": 2}, "forwarded"), ({"b": 2}, "changed")])
def test_some_objects_may_grow(got: Any, fate: str) -> None:
    """A member more is no change there; a member less is one."""
    found = fates({"o": {"a": 1}}, {"o": got}, renames={}, grows={"o"})

    assert [one.fate for one in found] == [fate]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [("", {"a": [{"b/c": 1}]}), ("/a/0/b~1c", 1), ("/a/1", None), ("/a/x", None), ("/z/y", None)],
)
def test_a_pointer_finds_a_value_or_none(pointer: str, value: Any) -> None:
    """Whatever stands there, nothing raises."""
    assert at({"a": [{"b/c": 1}]}, pointer) == value
