"""The page of profiles is what its generator writes, and leaves nothing out."""

from __future__ import annotations

from functools import cache

import pytest

import specs
from conformance.reference.profiles import RELAYS, render

SEED = {
    "laozhang": ["chat/completions", "completions", "embeddings", "images/generations",
                 "audio/transcriptions", "models", "responses"],
    "apiyi": ["chat/completions", "completions", "embeddings", "images/generations",
              "audio/transcriptions", "models", "responses"],
    "lalc": ["chat/completions"],
    "sozeer": ["chat/completions", "embeddings", "images/generations"],
    "4z-api": ["chat/completions", "models", "completions", "embeddings", "images/generations",
               "images/edits", "images/variations", "audio/speech", "audio/transcriptions",
               "audio/translations", "messages", "dashboard/billing/subscription",
               "dashboard/billing/usage"],
}  # fmt: skip
"""What the five manuals list, by hand: paths below the relay's prefix."""


@cache
def page() -> str:
    """All of it, written once."""
    return render()


@cache
def section(name: str) -> str:
    """The page's part about one relay."""
    title = f"## {specs.profile(name)['title']} (`{name}`)"
    return page().partition(title)[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", RELAYS)
def test_every_endpoint_of_the_manuals_is_there(name: str) -> None:
    """Under the relay's own prefix."""
    prefix = specs.profile(name)["path_prefix"]

    text = section(name)
    assert [path for path in SEED[name] if f"| `{prefix}/{path}` |" not in text] == []


@pytest.mark.parametrize("name", RELAYS)
def test_every_error_of_the_manuals_is_judged(name: str) -> None:
    """Status, code and probe of each row stand in its table."""
    dialect = specs.profile(name).get("errors")
    lines = section(name).partition("### Errors")[2].splitlines()

    for row in specs.errors(dialect) if dialect else ():
        mine = [line for line in lines if line.startswith(f"| {row['status']} | `{row['code']}`")]
        assert len(mine) == 1
        assert "`documented-" in mine[0]


@pytest.mark.parametrize("name", RELAYS)
def test_every_parameter_of_the_manuals_is_there(name: str) -> None:
    """With what the manual says of its values."""
    text = section(name)

    for endpoint, table in specs.profile(name).get("parameters", {}).items():
        for parameter in table["takes"]:
            assert f"| `{endpoint}` | `{parameter}`" in text


def test_a_range_is_told_in_words() -> None:
    """From both ends, from one, or by the words that are allowed."""
    assert "| `temperature` | number | 0 to 2 | `1` |" in section("lalc")
