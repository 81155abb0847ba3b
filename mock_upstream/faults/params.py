"""A script's parameters become the fields of a fault, and fields a catalogue.

Rules of this file: the one place where types of fields meet values of JSON.
Nothing is converted but durations, which are text with a unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, Literal, TypeAlias, cast, get_args, get_origin, get_type_hints

from mock_upstream.errors import FaultError
from mock_upstream.faults.base import Fault, Seconds
from mock_upstream.jsontext import JSON

__all__ = ["build", "describe"]

Hint: TypeAlias = Any
"""The type of a field, as ``get_type_hints`` gives it."""

DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m)")
UNITS = MappingProxyType({"ms": 0.001, "s": 1.0, "m": 60.0})
TYPES = MappingProxyType({int: "integer", bool: "boolean", str: "string", Seconds: "duration"})


def build(cls: type[Fault], params: Mapping[str, JSON]) -> Fault:
    """A ``cls`` with ``params``; every field has a default.

    Raises FaultError whose pointer names the parameter.
    """
    hints = _hints(cls)
    for key in params:
        if key not in hints:
            known = ", ".join(hints) or "none"
            raise FaultError(
                f"{cls.name} has no parameter {key!r}; it has: {known}", pointer=f"/{key}"
            )
    try:
        return cls(**{key: _value(key, hints[key], value) for key, value in params.items()})
    except FaultError as error:
        raise FaultError(f"{cls.name}: {error.message}", pointer=error.pointer) from error


def describe(cls: type[Fault]) -> list[dict[str, JSON]]:
    """Name, type, default, unit and allowed values of each parameter."""
    hints = _hints(cls)
    defaults = {field.name: field.default for field in fields(cast("Any", cls))}
    return [_row(name, hint, defaults[name]) for name, hint in hints.items()]


@cache  # a script names few faults many times, and hints are compiled anew each time
def _hints(cls: type[Fault]) -> Mapping[str, Hint]:
    """The types of the fields of ``cls``, in their order."""
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cast("Any", cls))}


def _row(name: str, hint: Hint, default: JSON) -> dict[str, JSON]:
    """The catalogue row of one parameter."""
    row: dict[str, JSON] = {"name": name, "type": _type_name(hint)}
    row["default"] = _written(default) if isinstance(default, Seconds) else default
    if isinstance(default, Seconds):
        row["unit"] = "ms, s or m"
    elif name in {"octets", "seconds"}:
        row["unit"] = name
    if _choices(hint):
        row["values"] = list(_choices(hint))
    return row


def _written(seconds: Seconds) -> str:
    """A duration as a script writes it."""
    return f"{seconds:g}s" if seconds >= 1 or not seconds else f"{seconds * 1000:g}ms"


def _choices(hint: Hint) -> tuple[str, ...]:
    """The values of a ``Literal``, else none."""
    origin: Hint = get_origin(hint)
    return get_args(hint) if origin is Literal else ()


def _plain(hint: Hint) -> Hint:
    """``int`` for ``int | None``."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if NoneType in get_args(hint) else hint


def _type_name(hint: Hint) -> str:
    """The name of a type, as JSON Schema has it where it can."""
    return "string" if _choices(hint) else TYPES[_plain(hint)]


def _value(key: str, hint: Hint, value: JSON) -> JSON:
    """``value`` as the field's type. Raises FaultError."""
    pointer = f"/{key}"
    if _choices(hint):
        if value not in _choices(hint):
            allowed = ", ".join(_choices(hint))
            raise FaultError(f"`{key}` is {value!r}; allowed: {allowed}", pointer=pointer)
        return value
    if value is None and hint is not _plain(hint):
        return None
    kind = _plain(hint)
    if kind is Seconds:
        return _seconds(key, value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise FaultError(f"`{key}` is {value!r}; it must be of type {TYPES[kind]}", pointer=pointer)
    return value


def _seconds(key: str, value: JSON) -> Seconds:
    """A duration. Raises FaultError when its unit is missing."""
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise FaultError(
            f"`{key}` is {value!r}; it must be a duration with its unit: 200ms, 1.5s, 2m",
            pointer=f"/{key}",
        )
    return Seconds(float(found[1]) * UNITS[found[2]])
