"""Reads a JSON file strictly and walks it by name, with a pointer for every error.

Rules of this file: it knows JSON, not what a run is. A key that stands twice,
NaN and wrong types are refused; members that nobody asks for are not looked at.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["JSON", "Node", "RunError", "read"]

JSON: TypeAlias = Any
"""A decoded JSON value."""


class RunError(ValueError):
    """A run document cannot be read; says which file, where in it, and why."""

    def __init__(self, file: str, pointer: str, reason: str) -> None:
        super().__init__(f"{file}: {pointer or '/'}: {reason}")
        self.file = file
        self.pointer = pointer
        self.reason = reason


def _pairs(items: list[tuple[str, JSON]]) -> dict[str, JSON]:
    value = dict(items)
    if len(value) != len(items):
        raise ValueError("a key stands twice in one object")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def read(file: Path) -> JSON:
    """The value that a JSON file holds.

    Raises :class:`RunError` when there is no such file or it is not strict JSON.
    """
    try:
        return _DECODER.decode(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunError(str(file), "", error.strerror or "cannot be read") from error
    except ValueError as error:  # bad UTF-8 and numbers of absurd length included
        raise RunError(str(file), "", f"is not strict JSON: {error}") from error
    except RecursionError as error:
        raise RunError(str(file), "", "is nested too deeply") from error


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document that knows where it stands."""

    file: str
    pointer: str
    value: JSON
    is_newer: bool = False
    """Whether the document was written by a later version, which may know more words."""

    def fail(self, reason: str) -> RunError:
        """An error about this place, to be raised."""
        return RunError(self.file, self.pointer, reason)

    def _below(self, key: str | int, value: JSON) -> Node:
        return Node(self.file, f"{self.pointer}/{key}", value, self.is_newer)

    def find(self, key: str) -> Node | None:
        """The member ``key``; ``None`` when it is absent or null."""
        if not isinstance(self.value, dict):
            raise self.fail(f"is {_kind(self.value)}, not an object")
        value = self.value.get(key)
        return None if value is None else self._below(key, value)

    def need(self, key: str) -> Node:
        """The member ``key``, which must be there and not null."""
        found = self.find(key)
        if found is None:
            raise self.fail(f"has no {key!r}")
        return found

    def members(self) -> Iterator[tuple[str, Node]]:
        """The members of an object, by name; those that are null are passed over."""
        if not isinstance(self.value, dict):
            raise self.fail(f"is {_kind(self.value)}, not an object")
        for key, value in self.value.items():
            if value is not None:
                yield key, self._below(key, value)

    def items(self, key: str) -> Iterator[Node]:
        """The elements of the list ``key``; none when it is absent or null."""
        found = self.find(key)
        if found is None:
            return
        if not isinstance(found.value, list):
            raise found.fail(f"is {_kind(found.value)}, not an array")
        for index, value in enumerate(found.value):
            yield found._below(index, value)

    def pair(self) -> tuple[Node, Node]:
        """The two elements of the value, which must be a list of two."""
        if not isinstance(self.value, list) or len(self.value) != 2:
            raise self.fail("is not an array of two")
        first, second = (self._below(index, value) for index, value in enumerate(self.value))
        return first, second

    def text(self) -> str:
        """The value, which must be a string."""
        if not isinstance(self.value, str):
            raise self.fail(f"is {_kind(self.value)}, not a string")
        return self.value

    def number(self) -> float:
        """The value, which must be a number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.fail(f"is {_kind(self.value)}, not a number")
        if not math.isfinite(self.value):
            raise self.fail("is too large a number")
        return self.value

    def boolean(self) -> bool:
        """The value, which must be true or false."""
        if not isinstance(self.value, bool):
            raise self.fail(f"is {_kind(self.value)}, not true or false")
        return self.value

    def one_of(self, words: tuple[str, ...], otherwise: str | None = None) -> str:
        """The value, which must be one of ``words``.

        What a later version calls by a new word is taken for ``otherwise``.
        """
        word = self.text()
        if word in words:
            return word
        if self.is_newer and otherwise is not None:
            return otherwise
        raise self.fail(f"{word[:40]!r} is none of {', '.join(words)}")

    def texts(self, key: str) -> tuple[str, ...]:
        """The strings of the list ``key``; none when it is absent or null."""
        return tuple(item.text() for item in self.items(key))

    def optional(self, key: str) -> str | None:
        """The string ``key``; ``None`` when it is absent or null."""
        found = self.find(key)
        return None if found is None else found.text()


def _kind(value: JSON) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")
