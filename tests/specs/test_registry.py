"""Schemas are found by name, offline or not at all."""

from __future__ import annotations

import socket

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing.exceptions import Unresolvable

import specs


def test_a_validator_is_made_once() -> None:
    """The same reference gives the same compiled schema."""
    assert specs.validator("openai/usage.json") is specs.validator("openai/usage.json")


def test_a_relative_reference_is_followed() -> None:
    """A chunk's usage is judged by the usage schema next to it."""
    chunk = specs.load_json("examples/openai/chat.completion.chunk/valid/openai-first.json")

    errors = list(specs.validator("openai/chat.completion.chunk.json").iter_errors(chunk))

    assert errors == []


def test_a_fragment_names_a_part() -> None:
    """A definition inside a schema is a schema of its own."""
    duration = specs.validator("meta/script.schema.json#/$defs/duration")

    assert duration.is_valid("200ms")
    assert not duration.is_valid("200")


def test_an_unknown_schema_names_the_known() -> None:
    """The error says which schemas there are."""
    with pytest.raises(specs.SpecError, match=r"no such schema; there are .*openai/usage\.json"):
        specs.validator("openai/nothing.json")


@pytest.mark.parametrize("uri", ["https://example.com/x.json", specs.BASE_URI + "nothing.json"])
def test_nothing_is_fetched(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference outside the package fails without opening a socket."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    validator = Draft202012Validator({"$ref": uri}, registry=specs.schema_registry())

    with pytest.raises(Unresolvable):
        validator.is_valid({})


def test_the_pointer_of_an_error_is_escaped() -> None:
    """A pointer leads from the root to the value that is wrong (RFC 6901)."""
    validator = Draft202012Validator({"additionalProperties": {"items": {"type": "string"}}})
    error = best_match(validator.iter_errors({"a/b": ["x", 1]}))

    assert isinstance(error, ValidationError)
    assert specs.pointer_of(error) == "/a~1b/1"


def test_check_gives_the_value_of_a_good_document() -> None:
    """A document that keeps its schema is handed on."""
    document = specs.parse("{prompt_tokens: 1, completion_tokens: 2, total_tokens: 3}")

    assert specs.check(document, "openai/usage.json")["total_tokens"] == 3


def test_check_names_line_and_pointer() -> None:
    """A document that breaks its schema is refused where it breaks it."""
    document = specs.parse("prompt_tokens: 1\ncompletion_tokens: -2\ntotal_tokens: 3", "u.yaml")

    with pytest.raises(specs.SpecError, match=r"^u\.yaml:2: /completion_tokens: -2 is less than"):
        specs.check(document, "openai/usage.json")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("supports: {chatt: {}}", "/supports: 'chatt' is not one of"),
        ("supports: 5", "/supports: 5 is not valid under any of the given schemas"),
        ("title: T\nbase_urls: [x]", "/base_urls/0"),
        ("oops: 1", "known are accept, base_urls"),
    ],
)
def test_a_complaint_is_about_what_was_meant(text: str, words: str) -> None:
    """Of several alternatives the one whose type was written; an unknown key names the known."""
    text = text if "title" in text else f"title: T\n{text}"
    document = specs.parse(f"name: x\n{text}\n", "x.yaml")

    with pytest.raises(specs.SpecError) as caught:
        specs.check(document, "meta/profile.schema.json")

    assert words in str(caught.value)
