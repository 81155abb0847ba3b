"""Each endpoint is asked with a model of its kind."""

from __future__ import annotations

import pytest

from conformance.catalog import load
from conformance.catalog.kinds import check_kinds, kinds, model_of
from conformance.errors import UsageError


def test_chat_is_the_first_kind() -> None:
    """And no kind stands twice."""
    assert kinds()[0] == "chat"
    assert len(set(kinds())) == len(kinds())
    assert {"embeddings", "images", "speech", "transcriptions"} <= set(kinds())


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        ({"images": "i"}, "i"),
        ({"images": "i", "images.edits": "e"}, "e"),
        ({"chat": "c"}, None),
        ({}, None),
    ],
)
def test_an_endpoints_own_name_goes_before_its_kind(
    models: dict[str, str], expected: str | None
) -> None:
    """A chat model never stands in for another kind."""
    assert model_of(load().endpoints["images.edits"], models) == expected


@pytest.mark.parametrize(
    ("name", "near"), [("embedding", "embeddings"), ("zzz", "chat, completions")]
)
def test_an_unknown_kind_names_the_known(name: str, near: str) -> None:
    """A mistyped kind would leave its endpoint without a model."""
    check_kinds({"chat": "a", "images.edits": "b"})
    with pytest.raises(UsageError, match=near):
        check_kinds({name: "m"})
