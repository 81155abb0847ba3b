"""Reads one JSON file of a bundle and holds it against its schema."""

from __future__ import annotations

import specs
from conformance.certification.files import BundleError, Files
from conformance.model import JSON
from conformance.wire import jsontext

__all__ = ["MOST_RUN", "document"]

MOST, MOST_RUN = 4 * 2**20, 64 * 2**20
"""Octets of a document, and of a run's: with every requirement it has some 3 MB."""


def document(files: Files, name: str, schema: str, most: int = MOST) -> dict[str, JSON]:
    """A JSON file that keeps its schema. Raises :class:`BundleError` saying why not."""
    if name not in files:
        raise BundleError(f"the bundle has no {name}")
    if len(files[name]) > most:
        raise BundleError(f"{name} is too large: no more than {most} octets are read")
    try:
        value: dict[str, JSON] = jsontext.loads(files[name])
    except jsontext.JsonTextError as error:
        raise BundleError(f"{name} is not JSON: {error}") from error
    complaint = next(iter(specs.validator(schema).iter_errors(value)), None)
    if complaint is not None:
        place = specs.pointer_of(complaint) or "/"
        raise BundleError(f"{name} breaks its schema at {place}: {complaint.message[:200]}")
    return value
