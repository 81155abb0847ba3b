"""Raw option values become typed ones."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.errors import UsageError
from conformance.settings.convert import shard, value
from conformance.settings.options import Option


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("text", " a ", "a"),
        ("path", "a/b", "a/b"),
        ("number", "1.5", 1.5),
        ("number", 0, 0.0),
        ("integer", "7", 7),
        ("flag", "yes", True),
        ("flag", "off", False),
        ("flag", True, True),
        ("many", "one", ("one",)),
        ("many", ["a,b", "c"], ("a,b", "c")),
        ("list", "html, junit,", ("html", "junit")),
        ("list", ("html", "junit"), ("html", "junit")),
        ("models", "gpt-5", {"chat": "gpt-5"}),
        (
            "models",
            ["gpt-5, embeddings = e/1", "speech=s"],
            {"chat": "gpt-5", "embeddings": "e/1", "speech": "s"},
        ),
        ("models", {"images": "i"}, {"images": "i"}),
    ],
)
def test_each_kind_has_its_type(kind: str, raw: Any, expected: Any) -> None:
    """A value of any layer ends as the type of its kind."""
    assert value(Option("x", kind, "help"), raw, "flag") == expected


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text", 5),
        ("number", "much"),
        ("number", "-1"),
        ("number", "inf"),
        ("number", True),
        ("integer", "1.5"),
        ("integer", -1),
        ("flag", "perhaps"),
        ("models", ["a", "b"]),
        ("models", "speech="),
        ("models", {"speech": 5}),
    ],
)
def test_a_wrong_value_names_option_and_layer(kind: str, raw: Any) -> None:
    """The user learns which option is wrong and where it came from."""
    with pytest.raises(UsageError, match="max-things from the environment"):
        value(Option("max-things", kind, "help"), raw, "environment")


def test_a_shard_is_a_part_of_a_whole() -> None:
    """``1/3`` is the first of three."""
    assert shard("1/3") == (1, 3)


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    """Anything else is refused."""
    with pytest.raises(UsageError, match="I/N"):
        shard(text)
