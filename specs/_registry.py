"""Schemas by reference, from this package only: no name leads to the network.

Rules of this file: what a schema says is the schema's own business; here it is
found, compiled once, and its first complaint is turned into a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match, relevance
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from specs._files import JSON, SpecError, load_json, names
from specs._yaml import Document, escape

BASE_URI = "https://schemas.relay-conformance.invalid/"
"""What each ``$id`` begins with; ``.invalid`` never resolves (RFC 2606 section 2)."""


def schema_refs() -> tuple[str, ...]:
    """Each name that :func:`validator` takes, sorted."""
    return (*(f"meta/{name}" for name in names("meta")), *names("schemas"))


def load_schema(ref: str) -> JSON:
    """The schema file behind ``ref``, such as ``openai/usage.json``."""
    if ref not in schema_refs():
        raise SpecError(ref, "", None, f"no such schema; there are {', '.join(schema_refs())}")
    return load_json(ref if ref.startswith("meta/") else f"schemas/{ref}")


@cache
def schema_registry() -> Registry[JSON]:
    """All schemas of ``schemas/`` and ``meta/`` under their ``$id``; nothing else."""
    resources = [
        (BASE_URI + ref, DRAFT202012.create_resource(load_schema(ref))) for ref in schema_refs()
    ]
    return Registry().with_resources(resources)


@cache
def validator(ref: str) -> Draft202012Validator:
    """The compiled schema ``ref``; a fragment such as ``#/$defs/request`` is allowed."""
    name, hash_sign, fragment = ref.partition("#")
    schema = load_schema(name)
    if hash_sign:
        schema = {"$ref": f"{BASE_URI}{name}#{fragment}"}
    return Draft202012Validator(schema, registry=schema_registry())


def pointer_of(error: ValidationError) -> str:
    """The JSON pointer of the value that ``error`` complains about."""
    return "".join(f"/{escape(str(step))}" for step in error.absolute_path)


def check(document: Document, ref: str) -> JSON:
    """The document's value, valid against ``ref``. Raises :class:`SpecError`."""
    error = _meant(list(validator(ref).iter_errors(document.value)))
    if error is not None:
        raise document.error(pointer_of(error), error.message + _choices(error))
    return document.value


def _meant(errors: Sequence[ValidationError]) -> ValidationError | None:
    """The first complaint; of alternatives, about the one whose type was written."""
    if not errors:
        return None
    error = max(errors, key=relevance)
    inner = error.context or []
    wrong = {one.schema_path[0] for one in inner if one.validator == "type" and not one.path}
    left = [one for one in inner if one.schema_path[0] not in wrong]
    return _meant(left) if wrong and left else best_match([error])


def _choices(error: ValidationError) -> str:
    """The keys that may stand where an unknown one does; all else is in the message."""
    if error.validator != "additionalProperties" or not isinstance(error.schema, dict):
        return ""
    return f"; known are {', '.join(sorted(error.schema.get('properties', ())))}"
