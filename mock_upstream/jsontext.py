"""JSON text, read strictly and written the way providers write it.

Rules of this file: octets in, values out, and back. Nothing here knows a
dialect, so that protocols and faults can both use it.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeAlias

__all__ = ["JSON", "canonical", "dumps", "loads"]

JSON: TypeAlias = Any
"""A decoded JSON value."""


def dumps(value: JSON) -> bytes:
    """Compact UTF-8 text; lone surrogates, which UTF-8 lacks, stay escaped."""
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError:
        return _ASCII.encode(value).encode()


def canonical(value: JSON) -> bytes:
    """The text of ``value`` with the keys of all objects in order."""
    try:
        return _SORTED.encode(value).encode()
    except UnicodeEncodeError:
        return _SORTED_ASCII.encode(value).encode()


def loads(octets: bytes) -> JSON:
    """The value of a JSON text in UTF-8.

    Raises ValueError for bad UTF-8, bad JSON, a key written twice, or NaN.
    """
    try:
        return _DECODER.decode(octets.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    """An object whose keys are all different."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key is written twice")
    return value


def _no_constant(name: str) -> NoReturn:
    """NaN and the infinities are Python's, not JSON's."""
    raise ValueError(f"{name} is no JSON")


_ENCODER, _SORTED = (
    json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=ordered)
    for ordered in (False, True)
)
_ASCII, _SORTED_ASCII = (
    json.JSONEncoder(separators=(",", ":"), sort_keys=ordered) for ordered in (False, True)
)
"""Made once: ``json.dumps`` makes one for every text with options."""

_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)
