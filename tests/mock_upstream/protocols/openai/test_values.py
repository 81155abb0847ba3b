"""A drawn value is accepted by its schema."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mock_upstream.protocols.openai.values import instance

TREE = {
    "$defs": {
        "node": {
            "type": "object",
            "properties": {
                "value": {"type": "integer"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
            },
            "required": ["value", "children", "next"],
            "additionalProperties": False,
        }
    },
    "$ref": "#/$defs/node",
}

SCHEMAS: list[Any] = [
    {},
    {"type": "object"},
    {"type": "object", "required": ["a"]},
    {"properties": {"a": {"type": "string"}}},
    {"type": "string"},
    {"type": "string", "minLength": 200, "maxLength": 210},
    {"type": "string", "maxLength": 2},
    {"type": "string", "pattern": "^[A-Z]{3}-\\d{3}$"},
    {"type": "string", "pattern": "^\\d+$", "minLength": 5},
    {"type": "integer", "minimum": 5, "maximum": 5},
    {"type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 7},
    {"type": "integer", "multipleOf": 7, "minimum": 8},
    {"type": "integer", "maximum": -3},
    {"type": "number", "minimum": 0, "maximum": 1},
    {"type": "number", "minimum": 0.5, "maximum": 0.5},
    {"type": "number", "multipleOf": 0.5},
    {"type": "boolean"},
    {"type": "null"},
    {"type": ["null", "integer"]},
    {"const": 5},
    {"enum": ["a", "b"]},
    {"type": "array", "items": {"type": "integer"}, "minItems": 5},
    {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
    {"type": "array", "items": {"const": 1}, "uniqueItems": True},
    {"type": "array", "maxItems": 0},
    {"items": {"type": "boolean"}},
    {"type": "array", "prefixItems": [{"type": "integer"}], "items": False},
    {"anyOf": [{"type": "integer"}, {"type": "string"}]},
    {"oneOf": [{"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]}]},
    {"allOf": [{"properties": {"a": {"type": "integer"}}}, {"required": ["a"]}], "type": "object"},
    {"allOf": [{"allOf": [{"type": "integer"}]}]},
    {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    {"type": "object", "minProperties": 1},
    {"$defs": {"a/b~c": {"const": 1}}, "$ref": "#/$defs/a~1b~0c"},
    {"type": "object", "properties": {"self": {"$ref": "#"}}},
    TREE,
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: str(schema)[:60])
@pytest.mark.parametrize("seed", range(5))
def test_the_value_is_valid(schema: Any, seed: int) -> None:
    """By an independent validator; the same seed draws the same."""
    value = instance(schema, seed=seed)

    assert not list(Draft202012Validator(schema).iter_errors(value))
    assert value == instance(schema, seed=seed)


@pytest.mark.parametrize(
    "name",
    ["date", "time", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid"],
)
def test_formats_are_kept(name: str) -> None:
    """Checked as formats, not as notes."""
    schema = {"type": "string", "format": name}
    checker = Draft202012Validator.FORMAT_CHECKER

    errors = Draft202012Validator(schema, format_checker=checker).iter_errors(
        instance(schema, seed=1)
    )
    assert not list(errors)


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {"type": "string", "pattern": "(unclosed"},
        {"type": "string", "pattern": "^no likely text$"},
        {"type": "string", "pattern": "a", "minLength": 99},
        {"type": "martian"},
        {"$ref": "#/$defs/missing"},
        {"type": "integer", "multipleOf": 10, "minimum": 1, "maximum": 5},
        {"anyOf": [True]},
        {"$ref": "#/properties/x", "properties": {"x": {"$ref": "#/properties/x"}}},
    ],
    ids=str,
)
def test_an_impossible_schema_gets_a_best_effort(schema: Any) -> None:
    """A model would answer something too."""
    assert instance(schema, seed=1) == instance(schema, seed=1)


def test_circles_end_in_the_simplest_branch() -> None:
    """A branch that is a plain value weighs less than an object, a truth least."""
    node = {"type": "object", "properties": {"x": {"$ref": "#"}}, "required": ["x"]}
    schema = {"anyOf": [node, {"enum": [1]}]}
    loose = {"anyOf": [node, True]}

    assert not list(Draft202012Validator(schema).iter_errors(instance(schema, seed=1)))
    assert not list(Draft202012Validator(loose).iter_errors(instance(loose, seed=1)))


def test_null_ends_a_circle() -> None:
    """A type that may be null is null deep down."""
    schema = {"type": ["object", "null"], "properties": {"x": {"$ref": "#"}}, "required": ["x"]}

    assert not list(Draft202012Validator(schema).iter_errors(instance(schema, seed=1)))


def test_hints_give_properties_their_text() -> None:
    """By name, in any object."""
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}

    assert instance(schema, seed=1, hints={"city": "Paris"}) == {"city": "Paris"}
