"""Strict JSON texts (RFC 8259), with the place of the first mistake.

The standard decoder is lax where a witness may not be: it keeps the last of
two equal keys, and takes NaN, infinities and a byte-order mark. It also gives
no offset for those, so ``_walk`` finds them, but only once a text has failed.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import JSON

__all__ = ["MAX_DEPTH", "JsonTextError", "loads"]

MAX_DEPTH = 200
"""Nesting beyond which a text is refused; no API reply comes near (ours: < 20)."""

_BOM = "\ufeff"
_TOKEN = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*+)(?:"(?P<key>\s*:)?|\\?\Z)|[\[\]{}]'
    r"|-?Infinity|NaN|-?[0-9][0-9.eE+-]*",
    re.DOTALL,
)


class JsonTextError(ValueError):
    """A text is not strict JSON.

    ``offset`` counts octets when octets were given, characters when text was.
    """

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(f"{reason} at offset {offset}")
        self.reason = reason
        self.offset = offset


class _RefusedError(ValueError):
    """A value of the right grammar that strict JSON does not have."""


def loads(source: str | bytes) -> JSON:
    """The value of one JSON text, which fills ``source`` entirely.

    Raises JsonTextError: also for equal keys in one object, NaN, infinities,
    numbers beyond a double, invalid UTF-8, a byte-order mark, nesting over
    ``MAX_DEPTH``.
    """
    if isinstance(source, str):
        return _parse(source)
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        raise JsonTextError("invalid UTF-8", error.start) from error
    try:
        return _parse(text)
    except JsonTextError as error:
        octets = len(text[: error.offset].encode())
        raise JsonTextError(error.reason, octets) from error


def _parse(text: str) -> JSON:
    if text.startswith(_BOM):
        raise JsonTextError("byte-order mark", 0)
    if text.count("[") + text.count("{") > MAX_DEPTH:
        _refuse_depth(text)
    try:
        return json.loads(  # noqa: TID251 (this is the reader that refuses them)
            text,
            object_pairs_hook=_unique,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_int,
        )
    except json.JSONDecodeError as error:
        raise JsonTextError(error.msg.lower().removesuffix(" at"), error.pos) from error
    except _RefusedError as error:
        raise JsonTextError(str(error), next(_refusals(text))) from error


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _RefusedError("duplicate key")
    return value


def _constant(name: str) -> JSON:
    raise _RefusedError(f"{name} is no JSON number")


def _float(digits: str) -> float:
    if _is_refused(digits):
        raise _RefusedError("number beyond a double")
    return float(digits)


def _int(digits: str) -> int:
    if _is_refused(digits):
        raise _RefusedError("number beyond a double")
    return int(digits)


def _walk(text: str) -> Iterator[tuple[int, str, str | None]]:
    """Brackets, scalars and keys outside strings: (offset, mark, key or None)."""
    for match in _TOKEN.finditer(text):
        if match["text"] is None:
            yield match.start(), match[0], None
        elif match["key"] is not None:
            yield match.start(), "key", match["text"]


def _refuse_depth(text: str) -> None:
    depth = 0
    for offset, mark, _ in _walk(text):
        depth += (mark in "[{") - (mark in "]}")
        if depth > MAX_DEPTH:
            raise JsonTextError(f"nested deeper than {MAX_DEPTH}", offset)


def _refusals(text: str) -> Iterator[int]:
    """Offsets of refused scalars and repeated keys; sound up to the first."""
    stack: list[set[str]] = []
    for offset, mark, key in _walk(text):  # pragma: no branch (the caller takes the first)
        if mark in "[{":
            stack.append(set())
        elif mark in "]}":
            stack.pop()
        elif key is None:
            if _is_refused(mark):
                yield offset
        else:
            name = json.loads(f'"{key}"')  # noqa: TID251 (a string has no keys)
            if name in stack[-1]:
                yield offset
            stack[-1].add(name)


def _is_refused(scalar: str) -> bool:
    """A constant, or a number that no double holds."""
    return not scalar[-1].isdigit() or math.isinf(float(scalar))
