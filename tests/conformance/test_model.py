"""The shared values are immutable, and say what the documents say."""

from __future__ import annotations

import dataclasses

import pytest

import specs
from conformance import model
from conformance.model import NO_CONNECTION, Blame, End, Exchange, Level, Outcome, Read, SentRequest

META = "https://schemas.relay-conformance.invalid/meta/"
VALUES = [kind for kind in vars(model).values() if dataclasses.is_dataclass(kind)]


def test_octets_are_the_joined_reads() -> None:
    """The body is what the reads brought, in their order."""
    reads = (Read(0.1, b"a"), Read(0.2, b""), Read(0.3, b"bc"))
    exchange = Exchange("x", "p", SentRequest("GET", "http://h", ()), 200, (), reads, End.EOF)

    assert exchange.octets == b"abc"


@pytest.mark.parametrize("kind", VALUES)
def test_values_are_frozen(kind: type) -> None:
    """Evidence cannot be changed after the fact, nor given more fields."""
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined] # every dataclass has it
    assert "__slots__" in vars(kind)


def test_ends_without_connection_have_no_head() -> None:
    """The ends that say nothing about a relay's conduct are those before a connection."""
    assert {"refused", "unresolved", "unreachable"} == NO_CONNECTION


@pytest.mark.parametrize(
    ("words", "name"), [(Outcome, "outcome"), (Level, "level"), (Blame, "blame")]
)
def test_words_are_those_of_the_run_document(
    words: type[Outcome | Level | Blame], name: str
) -> None:
    """What the suite can say is what ``run.json`` can hold."""
    schema = specs.schema_registry().contents(META + "run.schema.json")
    allowed = schema["$defs"]["result"]["properties"][words.__name__.lower()]

    assert {word.value for word in words} == set(allowed["enum"]) - {None}
