"""The data of the suite, and the small loader that reads it.

Rules of this package: it imports neither ``conformance`` nor ``mock_upstream``,
opens no connection, and gives plain JSON values; meaning is made by the reader.
Values that come from a cache are shared: treat them as read-only.
"""

from __future__ import annotations

from functools import cache

from specs._files import JSON, SpecError, digest, load_json, names, path
from specs._registry import (
    BASE_URI,
    check,
    load_schema,
    pointer_of,
    schema_refs,
    schema_registry,
    validator,
)
from specs._yaml import Document, load_document, load_yaml, parse

__all__ = [
    "BASE_URI",
    "JSON",
    "Document",
    "SpecError",
    "check",
    "defects",
    "digest",
    "endpoints",
    "errors",
    "language",
    "load_document",
    "load_json",
    "load_schema",
    "load_yaml",
    "names",
    "not_covered",
    "parameters",
    "parse",
    "path",
    "pointer_of",
    "prices",
    "profile",
    "schema_refs",
    "schema_registry",
    "thread_url",
    "validator",
]


@cache
def errors(dialect: str) -> list[dict[str, JSON]]:
    """The rows of ``errors/<dialect>.yaml``, checked against their meta schema."""
    return list(_checked("errors", dialect)["errors"])


@cache
def endpoints() -> list[dict[str, JSON]]:
    """The rows of all files in ``endpoints/``, in order of file and row."""
    return [row for name in names("endpoints") for row in _checked("endpoints", name)["endpoints"]]


@cache
def parameters(endpoint: str) -> dict[str, JSON]:
    """The table of what a request to ``endpoint`` may hold."""
    value: dict[str, JSON] = _checked("parameters", endpoint)
    return value


@cache
def profile(name: str) -> dict[str, JSON]:
    """What the documents of vendor ``name`` promise."""
    value: dict[str, JSON] = _checked("profiles", name)
    return value


@cache
def defects() -> list[dict[str, JSON]]:
    """The defects of real relays that the public has reported, in order of their ids."""
    return [row for name in names("defects") for row in _checked("defects", name)["defects"]]


@cache
def prices() -> list[dict[str, JSON]]:
    """What vendors ask for their models; the first row that names a model counts."""
    return [row for name in names("prices") for row in _checked("prices", name)["prices"]]


@cache
def not_covered() -> list[dict[str, JSON]]:
    """The reports that no requirement answers, each with the reason."""
    files = (_checked("requirements", name) for name in names("requirements"))
    return [row for file in files for row in file.get("not_covered", ())]


@cache
def language(name: str) -> dict[str, JSON]:
    """The titles of ``areas`` and requirements (``titles``, by id) in language ``name``."""
    value: dict[str, JSON] = _checked("languages", name)
    return value


def thread_url(thread: str) -> str:
    """Where the thread ``owner/name#number`` is read."""
    repository, _, number = thread.partition("#")
    return f"https://github.com/{repository}/issues/{number}"


def _checked(kind: str, name: str) -> JSON:
    """One file of ``kind``, valid against the meta schema of that kind."""
    meta = {"profiles": "profile"}.get(kind, kind)
    return check(load_document(f"{kind}/{name}.yaml"), f"meta/{meta}.schema.json")
