"""Vectors are held against inputs, formats, and what the upstream meant."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from typing import Any

import pytest

Make = Callable[..., Any]


def packed(*numbers: float) -> str:
    """Single floats as base64."""
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def rows(*vectors: Any, indexes: Any = None) -> dict[str, Any]:
    """A list of vectors, numbered in order unless told otherwise."""
    numbers = range(len(vectors)) if indexes is None else indexes
    pairs = zip(numbers, vectors, strict=True)
    return {"data": [{"index": index, "embedding": vector} for index, vector in pairs]}


@pytest.mark.parametrize(
    ("given", "indexes", "one_each", "ordered"),
    [
        ("a", [0], True, True),
        (["a", "b"], [0, 1], True, True),
        (["a", "b"], [1, 0], True, False),
        (["a", "b"], [0, 0], False, True),
        (["a", "b"], [0], False, True),
        (["a", "b"], [1, 2], False, True),
        (["a", "b"], [0, None], False, True),
        ([5, 6], [0], True, True),
        ([[5, 6], [7]], [0, 1], True, True),
        ([[5, 6], [7]], [0], False, True),
    ],
)
def test_indexes_number_the_inputs(
    view: Make, places: Make, given: Any, indexes: Any, one_each: bool, ordered: bool
) -> None:
    """The tokens of one text are one input."""
    seen = view(rows(*[[1.0]] * len(indexes), indexes=indexes), request={"input": given})

    assert (places("embeddings.one-per-input", seen) == []) is one_each
    assert (places("embeddings.in-order", seen) == []) is ordered


@pytest.mark.parametrize("body", [[], {"data": None}, {"data": [[1.0]]}])
def test_a_list_without_rows_has_no_index(view: Make, places: Make, body: Any) -> None:
    """Bare vectors are none."""
    assert places("embeddings.one-per-input", view(body, request={"input": "a"})) == ["/data"]


@pytest.mark.parametrize(
    ("wanted", "vector", "asked", "count"),
    [
        (None, [1, 0.5], "float", 0),
        ("float", [1, 0.5], "float", 0),
        ("float", packed(1), "float", 1),
        (None, packed(1), "float", 1),
        ("float", ["1"], "float", 1),
        ("base64", [1], "float", 0),
        ("base64", packed(1), "base64", 0),
        ("base64", [1], "base64", 1),
        ("base64", "not base64", "base64", 1),
        ("base64", "AAAA", "base64", 1),
        ("base64", None, "base64", 1),
        ("float", packed(1), "base64", 0),
    ],
)
def test_a_vector_is_written_as_asked(
    view: Make, places: Make, wanted: Any, vector: Any, asked: str, count: int
) -> None:
    """A request that asked for the other format is another row's business."""
    seen = view(rows(vector), request={"input": "a", "encoding_format": wanted})

    assert count == len(places("embeddings.format", seen, asked=asked))


@pytest.mark.parametrize(
    ("vector", "count"),
    [([1, 2], 0), (packed(1, 2), 0), ([1], 1), (packed(1, 2, 3), 1), (None, 0)],
)
def test_a_vector_has_the_length_asked_for(
    view: Make, places: Make, vector: Any, count: int
) -> None:
    """In either format; what is no vector is another row's business."""
    seen = view(rows(vector), request={"input": "a", "dimensions": 2})

    assert count == len(places("embeddings.dimensions", seen))


A, B = [1.0, 0.0], [0.0, 1.0]


@pytest.mark.parametrize(
    ("batch", "alone", "expected"),
    [
        (rows(A, B, A), A, []),
        (rows(A, B, A), packed(*A), []),
        (rows(A, B, [0.99999, 0.001]), A, []),
        (rows(B, A, A, indexes=[1, 0, 2]), A, []),
        (rows(A, B, A, indexes=[0, 0, 0]), A, []),
        (rows(A, A, B), A, ["/data/2"]),
        (rows(B, A, B), A, ["/data/0"]),
        (rows(A, B, A), [1.0], ["/data/0"]),
        (rows(A, B, A), [0.0, 0.0], ["/data/0"]),
        (rows(A, None, A), A, []),
    ],
)
def test_a_text_has_one_vector(
    view: Make, places: Make, batch: Any, alone: Any, expected: list[str]
) -> None:
    """In one batch, and over the requests of a probe."""
    one = view(batch, request={"input": ["a", "b", "a"]})
    other = view(rows(alone), request={"input": "a"})

    assert places("embeddings.same-text", one, other) == expected


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (rows(A, B), 0),
        (rows(B, A, indexes=[1, 0]), 0),
        (rows(packed(*A), [1e-9, 1.0]), 0),
        (rows(B, A), 2),
        (rows(A), 1),
        (rows(A, [0.0]), 1),
    ],
)
def test_an_index_has_the_upstreams_vector(
    view: Make, call: Make, places: Make, body: Any, count: int
) -> None:
    """To the fifth digit, as single floats are written in many ways."""
    seen = view(body, upstream=[call(reply={"vectors": {"0": A, "1": B}})])

    assert count == len(places("embeddings.upstream", seen))
