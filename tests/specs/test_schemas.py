"""Every schema is sound, and agrees with examples of both kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import specs

EXAMPLES = [tuple(rel.split("/")) for rel in specs.names("examples")]
"""(dialect, object, valid or invalid, file) of each example."""


def refs(value: Any) -> Iterator[str]:
    """Every ``$ref`` inside a schema."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from refs(item)
    elif isinstance(value, list):
        for item in value:
            yield from refs(item)


def keys(value: Any, wanted: str) -> Iterator[Any]:
    """Every value of the key ``wanted`` inside a schema."""
    if isinstance(value, dict):
        if wanted in value:
            yield value[wanted]
        for item in value.values():
            yield from keys(item, wanted)
    elif isinstance(value, list):
        for item in value:
            yield from keys(item, wanted)


@pytest.mark.parametrize("ref", specs.schema_refs())
def test_a_schema_is_sound(ref: str) -> None:
    """It is draft 2020-12, bears its own name, and each of its references resolves."""
    schema = specs.load_schema(ref)
    resolver = specs.schema_registry().resolver(base_uri=specs.BASE_URI + ref)

    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == specs.BASE_URI + ref
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    for target in refs(schema):
        resolver.lookup(target)


@pytest.mark.parametrize("ref", specs.names("schemas"))
def test_a_schema_of_the_wire_is_open_and_sourced(ref: str) -> None:
    """Servers grow, so no object is closed; the first comment names the source."""
    schema = specs.load_schema(ref)

    assert False not in list(keys(schema, "additionalProperties"))
    assert len(schema["$comment"]) > 20


@pytest.mark.parametrize("parts", EXAMPLES, ids="/".join)
def test_an_example_is_judged_as_its_folder_says(parts: tuple[str, ...]) -> None:
    """Valid examples pass their schema, invalid ones fail it."""
    dialect, name, kind, _ = parts
    example = specs.load_json("/".join(("examples", *parts)))

    errors = list(specs.validator(f"{dialect}/{name}.json").iter_errors(example))

    assert kind in {"valid", "invalid"}
    assert (errors == []) is (kind == "valid"), errors


@pytest.mark.parametrize("ref", specs.names("schemas"))
def test_a_schema_has_examples_of_both_kinds(ref: str) -> None:
    """Nothing is required without something that keeps it and something that breaks it."""
    dialect, file = ref.split("/")
    kinds = {parts[2] for parts in EXAMPLES if parts[:2] == (dialect, file.removesuffix(".json"))}

    assert kinds == {"valid", "invalid"}


@pytest.mark.parametrize("ref", specs.names("schemas"))
def test_each_required_key_has_an_example_that_lacks_it(ref: str) -> None:
    """Every key that the root requires is missed by some invalid example's error."""
    dialect, file = ref.split("/")
    missed = {
        error.message
        for parts in EXAMPLES
        if parts[:3] == (dialect, file.removesuffix(".json"), "invalid")
        for error in specs.validator(ref).iter_errors(
            specs.load_json("/".join(("examples", *parts)))
        )
        if error.validator == "required"
    }

    for key in specs.load_schema(ref)["required"]:
        assert f"{key!r} is a required property" in missed
