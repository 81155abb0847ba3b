"""The list of defects is whole, and a wrong name is helped."""

from __future__ import annotations

import pytest

from conformance.errors import UsageError
from conformance.relay.defects import DEFECTS, Defect, find

PLAIN = frozenset(vars(Defect))


def test_names_are_unique() -> None:
    """Each name means one defect."""
    names = [defect.name for defect in DEFECTS]

    assert len(set(names)) == len(names)
    assert [find(name) for name in names] == list(DEFECTS)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_defect_says_what_is_wrong_and_changes_something(defect: type[Defect]) -> None:
    """The summary is one sentence, and a hook or a switch is its own."""
    hooks = [name for kind in defect.__mro__[:-2] for name in vars(kind) if name in PLAIN]

    assert defect.summary.endswith(".")
    assert len(defect.summary) <= 100
    assert defect.switches or set(hooks) - {"__doc__", "__module__", "__init__", "name", "summary"}


@pytest.mark.parametrize(
    ("name", "hint"), [("drop_don", "drop_done"), ("zzz", "--list-defects"), ("", "--list-defects")]
)
def test_unknown_name_is_helped(name: str, hint: str) -> None:
    """The message names what may be meant."""
    with pytest.raises(UsageError, match=hint):
        find(name)
