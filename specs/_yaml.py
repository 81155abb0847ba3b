"""YAML read as JSON with comments: same values, and the line of each one.

Rules of this file: only what JSON can say gets in. Keys are strings and occur
once; ``2026-11-21``, ``yes`` and ``1:30`` are strings; other tags are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml

from specs._files import JSON, SpecError, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TAG = "tag:yaml.org,2002:"
_SCALARS: Mapping[str, Callable[[str], JSON]] = {
    f"{_TAG}str": str,
    f"{_TAG}null": lambda _: None,
    f"{_TAG}bool": lambda text: text == "true",
    f"{_TAG}int": int,
    f"{_TAG}float": float,
}
# The JSON schema of YAML 1.2 (section 10.2), with the empty scalar as null.
_IMPLICIT = (
    ("null", r"null|~|", ("n", "~", "")),
    ("bool", r"true|false", ("t", "f")),
    ("int", r"-?(0|[1-9][0-9]*)", tuple("-0123456789")),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", tuple("-0123456789")),
)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader with the implicit types of JSON only."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own shape)


for _name, _pattern, _first in _IMPLICIT:
    _Loader.add_implicit_resolver(_TAG + _name, re.compile(rf"(?:{_pattern})\Z"), list(_first))


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file: its value, and the line (from 1) of each JSON pointer."""

    file: str
    value: JSON
    lines: Mapping[str, int]

    def line(self, pointer: str) -> int | None:
        """The line of ``pointer``, or of its nearest parent that stands in the file."""
        while pointer not in self.lines and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer)

    def error(self, pointer: str, message: str) -> SpecError:
        """A :class:`SpecError` at ``pointer`` of this document."""
        return SpecError(self.file, pointer, self.line(pointer), message)


MOST_VALUES = 200_000
"""A hundred times our largest file; aliases of aliases could make any number of values."""


class _Builder:
    """Turns YAML nodes into JSON values and notes the line of each."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[str, int] = {}
        self._open: set[int] = set()
        self._left = MOST_VALUES

    def build(self, node: yaml.Node, pointer: str = "") -> JSON:
        """The JSON value of ``node``."""
        self.lines.setdefault(pointer, node.start_mark.line + 1)
        self._left -= 1
        if self._left < 0:
            raise self._error(node, "", f"more than {MOST_VALUES} values; aliases multiply them")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, pointer)
        if id(node) in self._open:
            raise self._error(node, pointer, "an alias contains itself")
        self._open.add(id(node))
        built = self._mapping if isinstance(node, yaml.MappingNode) else self._sequence
        value = built(node, pointer)
        self._open.discard(id(node))
        return value

    def _sequence(self, node: yaml.Node, pointer: str) -> list[JSON]:
        return [self.build(item, f"{pointer}/{index}") for index, item in enumerate(node.value)]

    def _mapping(self, node: yaml.Node, pointer: str) -> dict[str, JSON]:
        value: dict[str, JSON] = {}
        for key_node, item in node.value:
            key = self.build(key_node, pointer)
            if not isinstance(key, str):
                raise self._error(key_node, pointer, f"key {key!r} is no string; quote it")
            if key == "<<":
                raise self._error(key_node, pointer, "merge keys (<<) are not read; write it out")
            if key in value:
                raise self._error(key_node, pointer, f"duplicate key {key!r}")
            child = f"{pointer}/{escape(key)}"
            self.lines[child] = key_node.start_mark.line + 1
            value[key] = self.build(item, child)
        return value

    def _scalar(self, node: yaml.ScalarNode, pointer: str) -> JSON:
        make = _SCALARS.get(node.tag)
        if make is None:
            raise self._error(node, pointer, f"tag {node.tag!r} has no JSON value")
        try:
            return make(node.value)
        except ValueError as error:  # more digits than Python reads
            raise self._error(node, pointer, "a number with too many digits") from error

    def _error(self, node: yaml.Node, pointer: str, message: str) -> SpecError:
        return SpecError(self.file, pointer, node.start_mark.line + 1, message)


def escape(key: str) -> str:
    """``key`` as one step of a JSON pointer (RFC 6901 section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


def parse(text: str, file: str = "<text>") -> Document:
    """The document that YAML or JSON ``text`` says; ``file`` is its name in errors."""
    builder = _Builder(file)
    try:
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            return Document(file, builder.build(node), MappingProxyType(builder.lines))
    except RecursionError as error:
        raise SpecError(file, "", None, "nested too deeply") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        line = mark.line + 1 if mark is not None else None
        raise SpecError(file, "", line, f"not YAML: {problem}") from error
    raise SpecError(file, "", 1, "the file is empty")


def load_document(rel: str) -> Document:
    """The document of one YAML file below ``specs/``."""
    return parse(read(rel), f"specs/{rel}")


def load_yaml(rel: str) -> JSON:
    """The value of one YAML file below ``specs/``, such as ``errors/openai.yaml``."""
    return load_document(rel).value
