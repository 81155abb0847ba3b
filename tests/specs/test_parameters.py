"""The tables of parameters agree with the endpoints, the schemas and themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import specs

NAMES = specs.names("parameters")
ENDPOINTS = {row["name"]: row for row in specs.endpoints()}
ROWS = [(name, row) for name in NAMES for row in specs.parameters(name)["parameters"]]


def types(row: dict[str, Any]) -> set[str]:
    """The JSON types that a row, or a plain schema, allows."""
    return {row["type"]} if isinstance(row["type"], str) else set(row["type"])


def kinds(schema: dict[str, Any], whole: dict[str, Any]) -> set[str]:
    """The JSON types that a schema of one property allows."""
    if "$ref" in schema:
        return kinds(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    parts = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    if parts:
        return set().union(*(kinds(part, whole) for part in parts))
    if "type" not in schema:
        return {"null" if word is None else "string" for word in schema["enum"]}
    return types(schema)


def shared() -> Iterator[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Each property that a request schema and a table have in common."""
    for name, row in ROWS:
        if "request" in ENDPOINTS[name]:
            schema = specs.load_schema(ENDPOINTS[name]["request"])
            if row["name"] in schema["properties"]:
                yield name, row, schema["properties"][row["name"]], schema


SHARED = list(shared())
IDS = [f"{name}-{row['name']}" for name, row, _, _ in SHARED]


def test_every_endpoint_that_takes_a_body_has_a_table() -> None:
    """Those with a schema of the request, and those that take a form."""
    wanted = {name for name, row in ENDPOINTS.items() if "request" in row}
    forms = {name for name, row in ENDPOINTS.items() if "multipart" in row.get("summary", "")}

    assert wanted | forms == set(NAMES)
    assert forms == {name for name in NAMES if specs.parameters(name).get("form")}


@pytest.mark.parametrize("name", [name for name in NAMES if "request" in ENDPOINTS[name]])
def test_a_table_has_every_property_of_the_schema(name: str) -> None:
    """What the schema knows stands in the table, and is as much required."""
    schema = specs.load_schema(ENDPOINTS[name]["request"])
    rows = {row["name"]: row for row in specs.parameters(name)["parameters"]}
    must = {one for one, row in rows.items() if row.get("required")}

    assert set(schema["properties"]) <= set(rows)
    assert set(schema.get("required", ())) <= must


@pytest.mark.parametrize(("name", "row", "schema", "whole"), SHARED, ids=IDS)
def test_types_and_ranges_agree(
    name: str, row: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any]
) -> None:
    """A type that the table has is allowed by the schema, and a bound is the same in both."""
    del name

    assert types(row) <= kinds(schema, whole)
    for bound in ("minimum", "maximum"):
        assert schema.get(bound, row.get(bound)) == row.get(bound, schema.get(bound))
    if "enum" in row and "enum" in schema:
        assert set(row["enum"]) <= set(schema["enum"])


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{n}-{row['name']}" for n, row in ROWS])
def test_a_row_can_be_shown(name: str, row: dict[str, Any]) -> None:
    """It has a value, or is a file, or says why it is not sent; a sample is no default."""
    is_shown = "sample" in row or "empty" in row

    assert is_shown != ("unsent" in row or "file" in types(row)), name
    if "streamed" not in row and "default" in row:
        assert row.get("sample") != row["default"]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_names_a_parameter_once(name: str) -> None:
    """Also its file is called for the endpoint."""
    names = [row["name"] for row in specs.parameters(name)["parameters"]]

    assert len(names) == len(set(names))
    assert specs.parameters(name)["endpoint"] == name


PROFILES = [
    (profile, endpoint, name, said)
    for profile in specs.names("profiles")
    for endpoint, table in specs.profile(profile).get("parameters", {}).items()
    for name, said in table["takes"].items()
]


@pytest.mark.parametrize(
    ("profile", "endpoint", "name", "said"), PROFILES, ids=[":".join(row[:3]) for row in PROFILES]
)
def test_what_a_profile_documents_stands_in_the_table(
    profile: str, endpoint: str, name: str, said: dict[str, Any]
) -> None:
    """A relay may take less than the table has, and nothing beyond it."""
    row = next(row for row in specs.parameters(endpoint)["parameters"] if row["name"] == name)

    assert types(said) <= types(row), profile
    assert said.get("minimum", row.get("minimum")) == row.get("minimum")
    assert said.get("maximum", row.get("maximum")) == row.get("maximum")
