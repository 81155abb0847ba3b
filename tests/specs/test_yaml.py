"""YAML is read as JSON with comments, and every value knows its line."""

from __future__ import annotations

from typing import Any

import pytest

import specs


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-2", -2),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("true", True),
        ("null", None),
        ("~", None),
        ("'1'", "1"),
        ('""', ""),
        ("yes", "yes"),
        ("off", "off"),
        ("2026-11-21", "2026-11-21"),
        ("1:30", "1:30"),
        ("012", "012"),
        ("0x1f", "0x1f"),
        (".nan", ".nan"),
        ("1_000", "1_000"),
        ("[a, {b: c}]", ["a", {"b": "c"}]),
        ('{"a": [1, null]}', {"a": [1, None]}),
        ("a:", {"a": None}),
        ("&x [1]", [1]),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
    ],
)
def test_values_are_those_of_json(text: str, value: Any) -> None:
    """Only the types of JSON are read, and only from their JSON forms."""
    assert specs.parse(text).value == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", "x.yaml:2: duplicate key 'a'"),
        ("a: &a {b: 1}\nc: {<<: *a}", "x.yaml:2: /c: merge keys (<<) are not read; write it out"),
        ("a:\n  b: 1\n  b: 2", "x.yaml:3: /a: duplicate key 'b'"),
        ("200: ok", "x.yaml:1: key 200 is no string; quote it"),
        ("a: !!python/name:os.system x", "x.yaml:1: /a: tag "),
        ("a: !!binary aGk=", "x.yaml:1: /a: tag "),
        ("&a [*a]", "x.yaml:1: /0: an alias contains itself"),
        ("a: [1,\n", "x.yaml:2: not YAML: "),
        ("", "x.yaml:1: the file is empty"),
        ("# nothing\n", "x.yaml:1: the file is empty"),
        ("a: 1\n---\nb: 2", "x.yaml:2: not YAML: "),
        ("a: \x00", "x.yaml: not YAML: "),
    ],
)
def test_what_json_cannot_say_is_refused(text: str, message: str) -> None:
    """The error names file, line, pointer and reason."""
    with pytest.raises(specs.SpecError) as caught:
        specs.parse(text, "x.yaml")

    assert str(caught.value).startswith(message)


BOMB = "\n".join(
    ["a0: &a0 [x]", *(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9))]
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "x.yaml:1: more than 200000 values; aliases multiply them"),
        ("[" * 5000 + "]" * 5000, "x.yaml: nested too deeply"),
        ("a: " + "9" * 5000, "x.yaml:1: /a: a number with too many digits"),
    ],
    ids=["aliases", "depth", "digits"],
)
def test_a_small_file_cannot_ask_for_much(text: str, message: str) -> None:
    """Files of strangers are read too."""
    with pytest.raises(specs.SpecError) as caught:
        specs.parse(text, "x.yaml")

    assert str(caught.value) == message


def test_every_value_has_a_line() -> None:
    """A key's line is where the key stands; pointers are escaped (RFC 6901)."""
    document = specs.parse("a: 1\nb:\n  - c\n  - {d/e: 2, f~g: 3}\n")

    assert dict(document.lines) == {
        "": 1,
        "/a": 1,
        "/b": 2,
        "/b/0": 3,
        "/b/1": 4,
        "/b/1/d~1e": 4,
        "/b/1/f~0g": 4,
    }


def test_the_line_of_what_is_missing_is_its_parents() -> None:
    """A pointer that is not in the file is found at its nearest parent."""
    document = specs.parse("a:\n  b: 1\n")

    assert document.line("/a/b/c/d") == 2
    assert document.line("/z") == 1


def test_an_error_of_a_document_has_its_line() -> None:
    """A reader's own complaint names the place as the parser would."""
    document = specs.parse("a:\n  b: 1\n", "x.yaml")

    assert str(document.error("/a/b", "too small")) == "x.yaml:2: /a/b: too small"


def test_load_yaml_reads_a_file_of_the_package() -> None:
    """Values of the shipped files are plain JSON."""
    assert specs.load_yaml("endpoints/models.yaml")["endpoints"][0]["name"] == "models.list"
    assert specs.load_document("endpoints/models.yaml").file == "specs/endpoints/models.yaml"
