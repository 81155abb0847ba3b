"""One value of the JSON is another."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mock_upstream.errors import FaultError
from mock_upstream.faults.samples import SAMPLES
from mock_upstream.frames import Data, Frames, body_of

CHAT, _, _, WHOLE, _ = SAMPLES
PLACE = "choices.0.message.content"


@pytest.mark.parametrize(
    ("path", "form", "left"),
    [
        (PLACE, "null", None),
        (PLACE, "empty", ""),
        (PLACE, "wrong_type", 1),
        ("created", "wrong_type", "1"),
        ("choices", "wrong_type", {"0": ...}),
        ("usage", "wrong_type", [...]),
        ("usage", "empty", {}),
    ],
)
def test_a_body_has_another_value(
    path: str, form: str, left: Any, strike: Callable[..., Frames]
) -> None:
    """At the path, and nowhere else."""
    found = json.loads(body_of(strike(WHOLE, "body.value", path=path, form=form)))

    for step in path.split("."):
        found = found[int(step)] if step.isdigit() else found[step]
    assert type(found) is type(left)
    assert ... in (left.values() if isinstance(left, dict) and left else [...]) or found == left


def test_null_may_be_a_word(strike: Callable[..., Frames]) -> None:
    """A wrong type of nothing."""
    nothing = strike(WHOLE, "body.value", path=PLACE, form="null")

    value = json.loads(body_of(strike(nothing, "body.value", path=PLACE, form="wrong_type")))

    assert value["choices"][0]["message"]["content"] == "null"


def test_a_key_is_missing(strike: Callable[..., Frames]) -> None:
    """From an object or from a list."""
    assert "id" not in json.loads(body_of(strike(WHOLE, "body.value", path="id")))
    assert json.loads(body_of(strike(WHOLE, "body.value", path="choices.0")))["choices"] == []


def test_every_event_is_struck_or_one(
    strike: Callable[..., Frames], read: Callable[[Frames], list[str]]
) -> None:
    """By ``at``."""
    every = [json.loads(data) for data in read(strike(CHAT, "body.value", path="id"))[:-1]]
    one = [
        json.loads(data) for data in read(strike(CHAT, "body.value", {"frame": 2}, path="id"))[:-1]
    ]

    assert not any("id" in value for value in every)
    assert ["id" in value for value in one] == [index != 2 for index in range(8)]


@pytest.mark.parametrize("path", ["nothing", "choices.7.x", "model.0", "usage.x"])
def test_a_path_that_leads_nowhere_is_refused(path: str, strike: Callable[..., Frames]) -> None:
    """The message has the path."""
    with pytest.raises(FaultError, match=f"no '{path}' to change"):
        strike(WHOLE, "body.value", path=path)


@pytest.mark.parametrize(("octets", "word"), [(b"[]", "object"), (b"{", "body")])
def test_what_is_no_object_is_refused(
    octets: bytes, word: str, strike: Callable[..., Frames]
) -> None:
    """There is nothing to change in it."""
    broken = (WHOLE[0], Data(octets))

    with pytest.raises(FaultError, match=f"no JSON {word} to edit"):
        strike(broken, "body.value")
