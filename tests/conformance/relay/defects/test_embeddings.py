"""Defects of embeddings: indexes, order, formats, and what the upstream is asked."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.relay.defects import embeddings as defects
from conformance.relay.envelope import RelayError
from conformance.relay.turn import Turn

HERE, ELSEWHERE = Turn("r", path=defects.PATH), Turn("r", path="/v1/moderations")
TEXT, NUMBERS = "AACAPwAAAAA=", [1.0, 0.0]
"""One vector in either format."""


def body(*rows: Any) -> dict[str, Any]:
    """A list of embeddings of these indexes and vectors."""
    data = [{"object": "embedding", "index": i, "embedding": vector} for i, vector in rows]
    return {"data": data, "usage": {"total_tokens": 1}}


FIRST, SECOND = (0, NUMBERS), (1, TEXT)


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (defects.EmbeddingIndexZero, body(FIRST, (0, TEXT))),
        (defects.EmbeddingsReversed, body(SECOND, FIRST)),
        (defects.EmbeddingsSwapped, body((0, TEXT), (1, NUMBERS))),
        (defects.EmbeddingPacked, body((0, TEXT), SECOND)),
        (defects.EmbeddingUnpacked, body(FIRST, (1, NUMBERS))),
        (defects.EmbeddingUsageLost, {"data": body(FIRST, SECOND)["data"]}),
    ],
)
def test_a_list_differs_in_one_way(defect: Any, expected: dict[str, Any]) -> None:
    """Other endpoints are left alone."""
    assert defect(HERE).result(body(FIRST, SECOND)) == expected
    assert defect(ELSEWHERE).result(body(FIRST, SECOND)) == body(FIRST, SECOND)


def test_the_object_of_an_embedding_is_lost() -> None:
    """Nothing else is."""
    rows = defects.EmbeddingObjectLost(HERE).result(body(FIRST))["data"]

    assert rows == [{"index": 0, "embedding": NUMBERS}]


@pytest.mark.parametrize(
    ("defect", "asked", "expected"),
    [
        (defects.DimensionsDropped, {"dimensions": 2, "input": "a"}, {"input": "a"}),
        (defects.EmbeddingTokensAsText, {"input": [1, 2]}, {"input": "1 2"}),
        (defects.EmbeddingTokensAsText, {"input": [[1, 2], [3]]}, {"input": ["1 2", "3"]}),
        (defects.EmbeddingTokensAsText, {"input": ["a"]}, {"input": ["a"]}),
        (defects.EmbeddingTokensAsText, {"input": "a"}, {"input": "a"}),
    ],
)
def test_a_request_differs_in_one_way(
    defect: Any, asked: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Before it is sent upstream."""
    assert defect(HERE).request_body(asked) == expected


def test_embeddings_500() -> None:
    """Nothing is sent upstream; other endpoints are served."""
    with pytest.raises(RelayError) as caught:
        defects.Embeddings500(HERE).request_body({})

    assert caught.value.problem.status == 500
    for defect in (defects.Embeddings500, defects.EmbeddingTokensAsText):
        assert defect(ELSEWHERE).request_body({"input": [1]}) == {"input": [1]}
