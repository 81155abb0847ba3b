"""Where the data files are, whether unpacked or inside a wheel.

Rules of this file: it knows folders and names, never what a file means.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

JSON: TypeAlias = Any
"""A decoded JSON value."""

SUFFIXES = (".yaml", ".json")


class SpecError(ValueError):
    """A data file cannot be used; the message names file, line and pointer."""

    def __init__(self, file: str, pointer: str, line: int | None, message: str) -> None:
        super().__init__(file, pointer, line, message)
        self.file = file
        self.pointer = pointer
        self.line = line
        self.message = message

    def __str__(self) -> str:
        """``file:line: /pointer: message``; the parts that are unknown are left out."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (where, self.pointer, self.message) if part)


def path(*parts: str) -> Traversable:
    """The file or folder at ``parts`` below ``specs/``; it need not exist."""
    return files("specs").joinpath(*parts)


def read(rel: str) -> str:
    """The text of one data file. Raises :class:`SpecError` when there is none."""
    file = path(*rel.split("/"))
    if ".." in rel.split("/") or not file.is_file():
        folder = rel.rpartition("/")[0]
        known = ", ".join(names(folder)) or "nothing"
        raise SpecError(rel, "", None, f"no such file; {folder or 'specs'} has {known}")
    return file.read_text(encoding="utf-8")


def walk(*parts: str) -> Iterator[str]:
    """The relative names of all data files below ``parts``, in sorted order."""
    folder = path(*parts)
    if not folder.is_dir():
        return
    for child in sorted(folder.iterdir(), key=lambda item: item.name):
        rel = "/".join((*parts, child.name))
        if child.is_dir():
            yield from walk(*parts, child.name)
        elif child.name.endswith(SUFFIXES):
            yield rel


@cache
def names(kind: str) -> tuple[str, ...]:
    """What a folder holds: ``names("errors")`` is ``("openai", …)``.

    Names of YAML files come without their suffix; those of a folder inside are a
    kind of their own. Schemas keep theirs, as in a ``$ref``: ``names("schemas")``
    holds ``"openai/usage.json"``.
    """
    found = (rel.removeprefix(f"{kind}/") for rel in walk(*kind.split("/")))
    own = (name for name in found if not ("/" in name and name.endswith(".yaml")))
    return tuple(name.removesuffix(".yaml") for name in own)


@cache
def digest() -> str:
    """``sha256:…`` over the names and octets of all data files."""
    total = hashlib.sha256()
    for rel in walk():
        octets = path(*rel.split("/")).read_bytes()
        total.update(f"{rel}\0{len(octets)}\0".encode() + octets)
    return f"sha256:{total.hexdigest()}"


def load_json(rel: str) -> JSON:
    """The value of one JSON file; duplicate keys are refused."""

    def unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
        value = dict(pairs)
        if len(value) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise SpecError(rel, "", None, f"duplicate key {twice!r}")
        return value

    try:
        return json.JSONDecoder(object_pairs_hook=unique).decode(read(rel))
    except json.JSONDecodeError as error:
        raise SpecError(rel, "", error.lineno, f"not JSON: {error.msg}") from error
