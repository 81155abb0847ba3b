"""Judges views by the JSON Schema that a requirement row carries.

Rules of this file: the schema is the whole rule; what it cannot say is a check.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache

from jsonschema import Draft202012Validator

import specs
from conformance.model import JSON, Violation
from conformance.wire import jsontext
from conformance.wire.view import View

_MOST_TEXT = 400
"""Characters of a value that a violation quotes; the whole is in the exchange."""


def unexpected(expect: Mapping[str, JSON], views: Sequence[View]) -> list[Violation]:
    """One violation for each way in which a view breaks ``expect``."""
    validator = _validator(json.dumps(expect, sort_keys=True))
    return [
        Violation(
            _bounded(error.message),
            at="/" + "/".join(str(part) for part in error.absolute_path),
            expected=_bounded(error.validator_value),
            got=_bounded(error.instance),
            exchange=index,
        )
        for index, view in enumerate(views)
        for error in sorted(validator.iter_errors(view.as_json()), key=lambda one: one.json_path)
    ]


@cache
def _validator(schema: str) -> Draft202012Validator:
    """Compiled once per row; ``$ref`` such as ``openai/model.json`` is found in specs."""
    based = {"$id": specs.BASE_URI + "expect", **jsontext.loads(schema)}
    return Draft202012Validator(based, registry=specs.schema_registry())


def _bounded(value: JSON) -> JSON:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return value if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…"
