"""What one field of a request may be, and how OpenAI says that it is not.

Rules of this file: a check takes the path of a field and its value, and gives
the error or None. Messages follow the wording of ``specs/errors/openai.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.errors import failure
from mock_upstream.reply import Failure

__all__ = [
    "Check",
    "array",
    "bad",
    "boolean",
    "decimal",
    "first",
    "integer",
    "invalid_value",
    "mapping",
    "missing",
    "string",
    "wrong_type",
]

Check: TypeAlias = Callable[[str, JSON], Failure | None]
"""The path of a field and its value -> what is wrong with it."""


def bad(name: str, message: str, param: str | None) -> Failure:
    """The error ``name`` of the catalogue, about one field of a request."""
    return failure(name, message=message, param=param)


def missing(path: str) -> Failure:
    """The error of a required field that is not there."""
    return bad("missing_required_parameter", f"Missing required parameter: '{path}'.", path)


def wrong_type(path: str, expected: str, value: JSON) -> Failure:
    """The error of a field with a value of another type."""
    message = f"Invalid type for '{path}': expected {expected}, but got {_kind(value)} instead."
    return bad("invalid_type", message, path)


def invalid_value(path: str, value: JSON, allowed: Iterable[str]) -> Failure:
    """The error of a field whose value is none of ``allowed``."""
    names = [f"'{name}'" for name in allowed]
    listed = ", ".join(names[:-1]) + (", and " if len(names) > 1 else "") + names[-1]
    message = f"Invalid value: '{value}'. Supported values are: {listed}."
    return bad("invalid_value", message, path)


def first(checks: Iterable[Failure | None]) -> Failure | None:
    """The first error, if there is one; later checks are not made."""
    return next((found for found in checks if found is not None), None)


def decimal(low: float, high: float) -> Check:
    """A number from ``low`` to ``high``."""

    def check(path: str, value: JSON) -> Failure | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return wrong_type(path, "a decimal", value)
        return _range("decimal", path, value, low, high)

    return check


def integer(low: int | None = None, high: int | None = None) -> Check:
    """A whole number from ``low`` to ``high``, each if given."""

    def check(path: str, value: JSON) -> Failure | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return wrong_type(path, "an integer", value)
        return _range("integer", path, value, low, high)

    return check


def _range(
    kind: str, path: str, value: float, low: float | None, high: float | None
) -> Failure | None:
    """The error of a number that is too small or too large."""
    if high is not None and value > high:
        side, sign, edge = "above_max", "maximum value. Expected a value <=", high
    elif low is not None and value < low:
        side, sign, edge = "below_min", "minimum value. Expected a value >=", low
    else:
        return None
    word = "above" if side == "above_max" else "below"
    message = f"Invalid '{path}': {kind} {word} {sign} {edge:g}, but got {value} instead."
    return bad(f"{kind}_{side}_value", message, path)


def boolean(path: str, value: JSON) -> Failure | None:
    """True or false."""
    return None if isinstance(value, bool) else wrong_type(path, "a boolean", value)


def string(path: str, value: JSON) -> Failure | None:
    """Any text."""
    return None if isinstance(value, str) else wrong_type(path, "a string", value)


def mapping(path: str, value: JSON) -> Failure | None:
    """Any object."""
    return None if isinstance(value, Mapping) else wrong_type(path, "an object", value)


def array(item: Check, low: int = 0, high: int | None = None) -> Check:
    """A list of ``low`` to ``high`` items, each of which passes ``item``."""

    def check(path: str, value: JSON) -> Failure | None:
        if not isinstance(value, list):
            return wrong_type(path, "an array", value)
        if high is not None and len(value) > high:
            return bad("array_above_max_length", _length(path, "long", high, len(value)), path)
        if len(value) < low:
            return _too_short(path, low, len(value))
        return first(item(f"{path}[{index}]", part) for index, part in enumerate(value))

    return check


def _too_short(path: str, low: int, length: int) -> Failure:
    """The error of a list with too few items."""
    if path == "stop":
        return bad("array_below_min_length", _length(path, "short", low, length), path)
    message = (
        f"Invalid '{path}': empty array. Expected an array with minimum length {low}, "
        "but got an empty array instead."
    )
    return bad("empty_array", message, path)


def _length(path: str, word: str, limit: int, length: int) -> str:
    """What is said about a list of the wrong length."""
    bound = "maximum" if word == "long" else "minimum"
    return (
        f"Invalid '{path}': array too {word}. Expected an array with {bound} length {limit}, "
        f"but got an array with length {length} instead."
    )


def _kind(value: JSON) -> str:
    """The type of a JSON value, with its article."""
    for kind, name in _KINDS:
        if isinstance(value, kind):
            return name
    return "null"


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a decimal"),
    (str, "a string"),
    (list, "an array"),
    (dict, "an object"),
)
