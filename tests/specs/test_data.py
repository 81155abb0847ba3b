"""The data keeps its own house rules: forms, names, words, sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest

import specs

META = {
    "baselines": "baselines",
    "defects": "defects",
    "endpoints": "endpoints",
    "errors": "errors",
    "languages": "languages",
    "parameters": "parameters",
    "prices": "prices",
    "probes": "probes",
    "profiles": "profile",
    "requirements": "requirements",
    "requirements/sets": "requirement-set",
    "rigs": "rig-recipe",
    "scenarios": "script",
    "trials": "trials",
}
"""Folder -> the meta schema of its files."""

FILES = [(kind, name) for kind in META for name in specs.names(kind)]
DIALECTS = ("openai", "anthropic", "midjourney", "suno", "kling", "luma", "runway", "ideogram")
"""Dialects whose errors a probe may have the mock tell."""
REFUSED = re.compile(r"\b(should|correctly|test that)\b", re.IGNORECASE)
"""A title states what is so, not what somebody wishes or tests."""


def rows(kind: str, key: str) -> list[dict[str, Any]]:
    """All rows under ``key`` of all files of ``kind``."""
    files = (specs.load_yaml(f"{kind}/{name}.yaml") for name in specs.names(kind))
    return [row for file in files for row in file[key]]


def twice(names: Iterable[str]) -> list[str]:
    """The names that occur more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def values(value: Any, key: str) -> Iterator[Any]:
    """Every value of ``key`` at any depth."""
    if isinstance(value, dict):
        if key in value:
            yield value[key]
        for item in value.values():
            yield from values(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from values(item, key)


REQUIREMENTS = rows("requirements", "requirements")
PROBES = rows("probes", "probes")
ERRORS = [row for dialect in specs.names("errors") for row in specs.errors(dialect)]


@pytest.mark.parametrize(("kind", "name"), FILES, ids=lambda part: part)
def test_a_file_keeps_its_meta_schema(kind: str, name: str) -> None:
    """Each YAML file is what the schema of its folder says."""
    specs.check(specs.load_document(f"{kind}/{name}.yaml"), f"meta/{META[kind]}.schema.json")


@pytest.mark.parametrize(("kind", "name"), FILES, ids=lambda part: part)
def test_a_source_has_a_quote_and_a_day(kind: str, name: str) -> None:
    """No claim stands without words that were read and the day they were read."""
    document = specs.load_yaml(f"{kind}/{name}.yaml")

    for source in values(document, "source"):
        if kind == "probes" and "quote" not in source:
            continue  # a request's own word: where a picture comes from
        assert source["quote"].strip()
        assert date.fromisoformat(source["seen"]) <= date.today()


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("requirements", "area"),
        ("probes", "area"),
        ("errors", "dialect"),
        ("languages", "language"),
        ("profiles", "name"),
    ],
)
def test_a_file_is_called_what_it_says(kind: str, key: str) -> None:
    """A file's name and the name inside it are one."""
    for name in specs.names(kind):
        assert specs.load_yaml(f"{kind}/{name}.yaml")[key] == name


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("requirement ids", [row["id"] for row in REQUIREMENTS]),
        ("requirement titles", [row["title"].lower() for row in REQUIREMENTS]),
        ("probes", [row["name"] for row in PROBES]),
        ("errors", [row["name"] for row in ERRORS]),
        ("endpoints", [row["name"] for row in specs.endpoints()]),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_name_is_used_once(kind: str, names: list[str]) -> None:
    """Names are unique over all files of a kind."""
    assert twice(names) == [], kind


@pytest.mark.parametrize("row", REQUIREMENTS, ids=lambda row: row["id"])
def test_a_title_states_a_fact(row: dict[str, Any]) -> None:
    """It is short and wishes nothing."""
    assert len(row["title"]) <= 80
    assert REFUSED.search(row["title"]) is None


@pytest.mark.parametrize("name", specs.names("languages"))
def test_every_title_is_there_in_every_language(name: str) -> None:
    """Of each area and requirement one, beside the English title of its row."""
    language = specs.language(name)
    areas = set(specs.names("requirements"))
    where = f"specs/languages/{name}.yaml"

    assert set(language["areas"]) ^ areas == set(), f"{where}: areas"
    assert set(language["titles"]) ^ {row["id"] for row in REQUIREMENTS} == set(), where


@pytest.mark.parametrize("row", REQUIREMENTS, ids=lambda row: row["id"])
def test_what_a_requirement_names_is_there(row: dict[str, Any]) -> None:
    """Its probes, its check and the schemas it refers to are found where they live."""
    from conformance.catalog import load
    from conformance.catalog.axes import instances
    from conformance.checks import CHECKS

    probes = load().probes
    keys = {instance.key for probe in probes.values() for instance in instances(probe)}
    named = row.get("probe", [])

    assert {*([named] if isinstance(named, str) else named)} <= keys | set(probes)
    assert row.get("check") is None or row["check"] in CHECKS
    for ref in values(row.get("expect", {}), "$ref"):
        if not ref.startswith("#"):
            specs.validator(ref)


@pytest.mark.parametrize("row", REQUIREMENTS, ids=lambda row: row["id"])
def test_the_proofs_of_a_requirement_are_defects(row: dict[str, Any]) -> None:
    """Each proof is the name of a defect of the reference relay."""
    from conformance.relay.defects import DEFECTS

    assert set(row.get("proof", [])) <= {defect.name for defect in DEFECTS}


@pytest.mark.parametrize("row", PROBES, ids=lambda row: row["name"])
def test_what_a_probe_names_is_there(row: dict[str, Any]) -> None:
    """Endpoint, error rows and error axes are found where they live."""
    axes = row.get("axes", {}).values()
    named = {error for error in values(row.get("script", {}), "error") if isinstance(error, str)}
    wanted = {
        (axis["errors"], name)
        for axis in axes
        if isinstance(axis, dict)
        for name in axis.get("names", [])
    }

    assert row["endpoint"] in {endpoint["name"] for endpoint in specs.endpoints()}
    assert {name for name in named if "$" not in name} <= {
        error["name"] for dialect in DIALECTS for error in specs.errors(dialect)
    }
    for dialect, name in wanted:
        assert name in {error["name"] for error in specs.errors(dialect)}


@pytest.mark.parametrize(
    "row", [*REQUIREMENTS, *PROBES], ids=lambda row: row.get("id", row.get("name"))
)
def test_a_needed_capability_is_known(row: dict[str, Any]) -> None:
    """What a row needs is a word that a profile can claim."""
    capability = specs.validator("meta/profile.schema.json#/$defs/capability")

    assert [name for name in row.get("needs", []) if not capability.is_valid(name)] == []


@pytest.mark.parametrize("row", ERRORS, ids=lambda row: row["name"])
def test_a_row_is_relayed_as_it_is_or_called_a_finding(row: dict[str, Any]) -> None:
    """An honest relay may echo a status, unless the row itself is the fault."""
    assert row["status"] in row["relayed_as"] or "finding" in row["when"]


@pytest.mark.parametrize("row", ERRORS, ids=lambda row: row["name"])
def test_a_key_that_is_absent_has_no_value(row: dict[str, Any]) -> None:
    """What a speaker leaves out is null in its row."""
    assert [key for key in row.get("absent", []) if row[key] is not None] == []


@pytest.mark.parametrize("dialect", [name for name in specs.names("errors") if name != "openai"])
def test_rows_of_a_family_bear_its_name(dialect: str) -> None:
    """Names of other families are told from those of OpenAI by their first word."""
    prefix = dialect.replace("-", "_") + "_"

    assert [
        row["name"] for row in specs.errors(dialect) if not row["name"].startswith(prefix)
    ] == []


def test_an_endpoint_names_schemas_that_are_there() -> None:
    """Request, response, stream and errors of each endpoint can be judged."""
    for row in specs.endpoints():
        for key in ("request", "response", "stream", "errors"):
            if key in row:
                specs.validator(row[key])


@pytest.mark.parametrize("name", specs.names("profiles"))
def test_a_profile_names_an_error_catalogue_that_is_there(name: str) -> None:
    """The dialect of errors that a profile speaks has a file."""
    assert specs.profile(name).get("errors", "openai") in specs.names("errors")


@pytest.mark.parametrize("name", specs.names("scenarios"))
def test_a_scenario_can_be_played(name: str) -> None:
    """The mock takes each shipped script without a complaint."""
    from mock_upstream.scenario.load import load_text

    text = specs.path("scenarios", f"{name}.yaml").read_text(encoding="utf-8")

    assert load_text(text, name).upstreams


def test_a_report_that_a_row_names_is_known() -> None:
    """What a requirement answers, or leaves with a reason, stands among the reported defects."""
    known = {row["id"] for row in specs.defects()}
    named = {one for row in REQUIREMENTS for one in row.get("defects", [])}

    assert (named | {row["report"] for row in specs.not_covered()}) - known == set()


def test_a_report_is_answered_or_left_with_a_reason_not_both() -> None:
    """A reason goes when a requirement comes."""
    named = {one for row in REQUIREMENTS for one in row.get("defects", [])}

    assert named & {row["report"] for row in specs.not_covered()} == set()


def test_every_report_is_answered_or_left_with_a_reason() -> None:
    """By the requirements that name it, or by the one list of what is not covered."""
    named = {one for row in REQUIREMENTS for one in row.get("defects", [])}
    left = {row["report"] for row in specs.not_covered()}

    assert {row["id"] for row in specs.defects()} == named | left
