"""What is wrong with a script: where, what is allowed instead, what to do next.

Rules of this file: a complaint of the JSON Schema becomes a sentence for the
author of the script; the schema's own words stay out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from jsonschema.exceptions import ValidationError, best_match

import specs
from mock_upstream.scenario.model import JSON

SCHEMA = "meta/script.schema.json"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; ``line`` counts from 1, None when there was no text."""

    pointer: str
    message: str
    hint: str = ""
    line: int | None = None

    def as_json(self) -> JSON:
        """The problem as the control API says it."""
        return asdict(self)

    def sentence(self, file: str) -> str:
        """``file:line: /pointer: message; hint``."""
        place = file if self.line is None else f"{file}:{self.line}"
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}: {self.pointer or '/'}: {self.message}{hint}"


class ScriptError(ValueError):
    """The script cannot be played; ``problems`` holds at least one reason."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(problem.sentence(file) for problem in problems))
        self.file = file
        self.problems = problems


def schema_problems(value: JSON) -> tuple[Problem, ...]:
    """Where ``value`` breaks the schema of scripts; the deepest complaint of each place."""
    found: dict[str, Problem] = {}
    for error in specs.validator(SCHEMA).iter_errors(value):
        deepest = best_match([error]) or error
        pointer = specs.pointer_of(deepest)
        message, hint = _sentence(deepest)
        found.setdefault(pointer, Problem(pointer, message, hint))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Complaint:
    """One complaint of the schema: the keyword and its value, and what was seen."""

    keyword: str
    wanted: JSON
    seen: JSON
    schema: Mapping[str, JSON]

    @property
    def description(self) -> str:
        """What the schema says about the place."""
        return str(self.schema.get("description", ""))


def _complaint(error: ValidationError) -> _Complaint:
    """The parts of a validation error that sentences are made of."""
    schema = error.schema if isinstance(error.schema, dict) else {}
    return _Complaint(str(error.validator), error.validator_value, error.instance, schema)


def _sentence(error: ValidationError) -> tuple[str, str]:
    """What was seen, and what is allowed there."""
    complaint = _complaint(error)
    if complaint.keyword == "oneOf":
        return _no_alternative(error)
    say = _SENTENCES.get(complaint.keyword)
    return say(complaint) if say else (error.message, complaint.description)


def _unknown_keys(complaint: _Complaint) -> tuple[str, str]:
    known = sorted(complaint.schema.get("properties", {}))
    unknown = sorted(set(complaint.seen) - set(known))
    return f"unknown key {', '.join(map(repr, unknown))}", f"allowed: {', '.join(known)}"


def _missing_key(complaint: _Complaint) -> tuple[str, str]:
    missing = [key for key in complaint.wanted if key not in complaint.seen]
    return f"key {', '.join(map(repr, missing))} is missing", "add it"


def _wrong_type(complaint: _Complaint) -> tuple[str, str]:
    wanted = complaint.wanted
    names = wanted if isinstance(wanted, str) else " or ".join(wanted)
    return f"{complaint.seen!r} is not of type {names}", complaint.description


def _wrong_value(complaint: _Complaint) -> tuple[str, str]:
    allowed = complaint.wanted if complaint.keyword == "enum" else [complaint.wanted]
    return f"{complaint.seen!r} is not known here", f"allowed: {', '.join(map(repr, allowed))}"


def _wrong_pattern(complaint: _Complaint) -> tuple[str, str]:
    hint = complaint.description or f"allowed: text like {complaint.wanted}"
    return f"{complaint.seen!r} has the wrong form", hint


def _no_alternative(error: ValidationError) -> tuple[str, str]:
    tried = [_complaint(item).description for item in (error, *(error.context or ()))]
    hint = "; ".join(dict.fromkeys(text for text in tried if text))
    return f"{error.instance!r} fits none of the allowed forms", hint


_SENTENCES: Mapping[str, Callable[[_Complaint], tuple[str, str]]] = MappingProxyType(
    {
        "additionalProperties": _unknown_keys,
        "required": _missing_key,
        "type": _wrong_type,
        "enum": _wrong_value,
        "const": _wrong_value,
        "pattern": _wrong_pattern,
    }
)
