"""Rules of embeddings: which vector belongs to which input, and how it is written."""

from __future__ import annotations

import base64
import binascii
import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from conformance.checks.meant import meant
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

SAME = 0.999
"""Cosine of two vectors of one text; models on several GPUs differ after the fourth digit."""

CLOSE = 1e-5
"""Two numbers that are one single float, written in two ways."""

OCTETS_PER_NUMBER = 4

Vector: TypeAlias = tuple[float, ...]


@check("embeddings.one-per-input", given="json")
def one_per_input(view: View) -> Iterator[Violation]:
    """Each input has one vector: the indexes are 0 to the number of inputs less one."""
    expected, seen = list(range(len(_inputs(view)))), _indexes(view)
    if sorted(seen, key=str) != expected:
        yield Violation(f"indexes {seen}", at="/data", expected=expected, got=seen)


@check("embeddings.in-order", given="json")
def in_order(view: View) -> Iterator[Violation]:
    """The vectors stand in the order of their indexes."""
    seen = [index for index in _indexes(view) if isinstance(index, int)]
    if seen != sorted(seen):
        yield Violation(f"indexes {seen}", at="/data", expected=sorted(seen), got=seen)


@check("embeddings.format", given="json")
def written_as_asked(view: View, *, asked: str) -> Iterator[Violation]:
    """Vectors are lists of numbers, or base64 of single floats where that is asked for."""
    if (_request(view).get("encoding_format") or "float") != asked:
        return
    for place, row in enumerate(_rows(view)):
        got = row.get("embedding")
        if isinstance(got, list) != (asked == "float"):
            kind = "a list" if isinstance(got, list) else "text"
            yield Violation(
                f"{asked} was asked for, {kind} came", at=f"/data/{place}/embedding", expected=asked
            )
        elif _vector(got) is None:
            yield Violation(
                "no vector of numbers", at=f"/data/{place}/embedding", got=str(got)[:80]
            )


@check("embeddings.dimensions", given="json")
def dimensions(view: View) -> Iterator[Violation]:
    """A vector has as many numbers as were asked for."""
    asked = _request(view)["dimensions"]
    for place, row in enumerate(_rows(view)):
        vector = _vector(row.get("embedding"))
        if vector is not None and len(vector) != asked:
            yield Violation(
                f"{len(vector)} numbers, asked for {asked}",
                at=f"/data/{place}/embedding",
                expected=asked,
                got=len(vector),
            )


@check("embeddings.same-text", given="json", whole_run=True)
def same_text(views: Sequence[View]) -> Iterator[Violation]:
    """A text has one vector, alone and in a batch, whatever its format."""
    first: dict[str, Vector] = {}
    for number, view in enumerate(views):
        for place, (text, vector) in enumerate(_pairs(view)):
            known = first.setdefault(text, vector)
            if _cosine(known, vector) < SAME:
                yield Violation(
                    f"input {place} got another vector than the same text before",
                    at=f"/data/{place}",
                    expected=list(known[:4]),
                    got=list(vector[:4]),
                    exchange=number,
                )


@check("embeddings.upstream", given="delivered")
def as_upstream(view: View) -> Iterator[Violation]:
    """Each index has the vector that the upstream gave it."""
    got = {str(row.get("index")): _vector(row.get("embedding")) for row in _rows(view)}
    for index, expected in meant(view)["vectors"].items():
        vector = got.get(index)
        if vector is None or not _begins(vector, expected):
            yield Violation(
                f"the vector of index {index} is not the upstream's",
                at="/data",
                expected=expected,
                got=None if vector is None else list(vector[: len(expected)]),
            )


def _request(view: View) -> Mapping[str, JSON]:
    request, _ = view.request_json
    return request if isinstance(request, Mapping) else {}


def _inputs(view: View) -> list[JSON]:
    """The inputs one by one; a list of numbers is the tokens of one."""
    given = _request(view)["input"]
    is_one = isinstance(given, str) or isinstance(given[0], int)
    return [given] if is_one else list(given)


def _rows(view: View) -> list[Mapping[str, JSON]]:
    data = view.json.get("data") if isinstance(view.json, Mapping) else None
    return [row for row in data if isinstance(row, Mapping)] if isinstance(data, list) else []


def _indexes(view: View) -> list[JSON]:
    return [row.get("index") for row in _rows(view)]


def _pairs(view: View) -> Iterator[tuple[str, Vector]]:
    """Inputs with their vectors, by index; by place where the indexes are no numbering."""
    rows = _rows(view)
    if sorted(_indexes(view), key=str) == list(range(len(rows))):
        rows.sort(key=lambda row: int(row["index"]))
    for given, row in zip(_inputs(view), rows, strict=False):
        vector = _vector(row.get("embedding"))
        if vector:
            yield str(given), vector


def _vector(value: JSON) -> Vector | None:
    """The numbers of a vector in either format; None when it is neither."""
    if isinstance(value, list):
        is_numbers = all(isinstance(one, int | float) for one in value)
        return tuple(map(float, value)) if is_numbers else None
    try:
        octets = base64.b64decode(value, validate=True) if isinstance(value, str) else b"?"
    except binascii.Error:
        return None
    count, rest = divmod(len(octets), OCTETS_PER_NUMBER)
    return None if rest else struct.unpack(f"<{count}f", octets)


def _cosine(one: Vector, other: Vector) -> float:
    """How far two vectors point the same way; 0 when they have several lengths."""
    if len(one) != len(other):
        return 0.0
    norm = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / norm if norm else 0.0


def _begins(vector: Vector, expected: Sequence[float]) -> bool:
    """Whether a vector begins with these numbers."""
    return len(vector) >= len(expected) and all(
        math.isclose(a, b, abs_tol=CLOSE) for a, b in zip(vector, expected, strict=False)
    )
