"""Data files are found by name, here and in a wheel."""

from __future__ import annotations

import hashlib

import pytest

import specs
from specs import _files


def test_path_leads_below_the_package() -> None:
    """A path is made of its parts, whether or not the file is there."""
    assert specs.path("errors", "openai.yaml").is_file()
    assert not specs.path("errors", "nobody.yaml").is_file()


def test_names_of_yaml_come_without_suffix() -> None:
    """A kind's files are known by their stems, sorted."""
    names = specs.names("errors")

    assert "openai" in names
    assert list(names) == sorted(names)


def test_names_of_schemas_are_refs() -> None:
    """Schemas are named as a reference names them."""
    assert "openai/usage.json" in specs.names("schemas")
    assert "script.schema.json" in specs.names("meta")


def test_names_of_a_folder_that_is_not_there() -> None:
    """An unknown kind has no files."""
    assert specs.names("nothing") == ()


def test_a_missing_file_names_its_neighbours() -> None:
    """The error says what the folder does hold."""
    with pytest.raises(
        specs.SpecError, match=r"errors/nobody.yaml: no such file; errors has .*openai"
    ):
        specs.load_yaml("errors/nobody.yaml")


@pytest.mark.parametrize("rel", ["../pyproject.toml", "errors/../../README.md"])
def test_no_path_leads_outside(rel: str) -> None:
    """Names with a step upwards are not read."""
    with pytest.raises(specs.SpecError, match="no such file"):
        _files.read(rel)


def test_walk_skips_what_is_no_data() -> None:
    """Python files and notes are not data."""
    found = list(_files.walk())

    assert "errors/openai.yaml" in found
    assert all(name.endswith((".yaml", ".json")) for name in found)


def test_digest_covers_names_and_octets() -> None:
    """The digest is over every data file, in order."""
    total = hashlib.sha256()
    for rel in _files.walk():
        octets = specs.path(*rel.split("/")).read_bytes()
        total.update(f"{rel}\0{len(octets)}\0".encode() + octets)

    assert specs.digest() == f"sha256:{total.hexdigest()}"


def test_json_with_a_key_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two equal keys is never silently kept."""
    monkeypatch.setattr(_files, "read", lambda _: '{"a": 1, "b": {"c": 1, "c": 2}}')

    with pytest.raises(specs.SpecError, match=r"x\.json: duplicate key 'c'"):
        specs.load_json("x.json")


def test_broken_json_names_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line of the first bad octet is in the error."""
    monkeypatch.setattr(_files, "read", lambda _: '{\n"a": }')

    with pytest.raises(specs.SpecError, match=r"x\.json:2: not JSON"):
        specs.load_json("x.json")


def test_spec_error_says_where() -> None:
    """File, line, pointer and message stand in this order; unknown parts are left out."""
    assert str(specs.SpecError("f.yaml", "/a/0", 3, "no")) == "f.yaml:3: /a/0: no"
    assert str(specs.SpecError("f.yaml", "", None, "no")) == "f.yaml: no"
