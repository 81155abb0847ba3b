"""Defects of embeddings: indexes, order, formats, and what the upstream is asked."""

from __future__ import annotations

import base64
import struct
from abc import abstractmethod

from conformance.model import JSON
from conformance.relay.defects.base import Defect
from conformance.relay.envelope import Problem, Reason, RelayError

__all__ = [
    "DimensionsDropped",
    "EmbeddingIndexZero",
    "EmbeddingObjectLost",
    "EmbeddingPacked",
    "EmbeddingTokensAsText",
    "EmbeddingUnpacked",
    "EmbeddingUsageLost",
    "Embeddings500",
    "EmbeddingsReversed",
    "EmbeddingsSwapped",
]

Body = dict[str, JSON]
"""A request, a list of embeddings or one of them."""

PATH = "/v1/embeddings"


class _OfList(Defect):
    """A defect that changes the rows of an answer, and leaves other endpoints alone."""

    def result(self, body: Body) -> Body:
        """Change the rows."""
        return body | {"data": self._rows(body["data"])} if self.turn.path == PATH else body

    @abstractmethod
    def _rows(self, rows: list[Body]) -> list[Body]:
        """Return the rows as they are shown."""


class EmbeddingIndexZero(_OfList):
    """Every embedding says that it is number 0."""

    name = "embedding_index_zero"

    def _rows(self, rows: list[Body]) -> list[Body]:
        return [row | {"index": 0} for row in rows]


class EmbeddingObjectLost(_OfList):
    """An embedding does not say what it is."""

    name = "embedding_object_lost"

    def _rows(self, rows: list[Body]) -> list[Body]:
        return [{key: value for key, value in row.items() if key != "object"} for row in rows]


class EmbeddingsReversed(_OfList):
    """The embeddings of a batch come in reverse order, each under its own index."""

    name = "embeddings_reversed"

    def _rows(self, rows: list[Body]) -> list[Body]:
        return rows[::-1]


class EmbeddingsSwapped(_OfList):
    """In a batch each input gets the vector of the one before it."""

    name = "embeddings_swapped"

    def _rows(self, rows: list[Body]) -> list[Body]:
        vectors = [row["embedding"] for row in rows]
        shifted = [vectors[-1], *vectors[:-1]]
        return [row | {"embedding": one} for row, one in zip(rows, shifted, strict=True)]


class EmbeddingPacked(_OfList):
    """Vectors come as base64 though numbers are asked for."""

    name = "embedding_packed"

    def _rows(self, rows: list[Body]) -> list[Body]:
        return [row | {"embedding": _packed(row["embedding"])} for row in rows]


class EmbeddingUnpacked(_OfList):
    """Vectors come as numbers though base64 is asked for."""

    name = "embedding_unpacked"

    def _rows(self, rows: list[Body]) -> list[Body]:
        return [row | {"embedding": _unpacked(row["embedding"])} for row in rows]


class EmbeddingUsageLost(Defect):
    """A list of embeddings has no token counts."""

    name = "embedding_usage_lost"

    def result(self, body: Body) -> Body:
        """Take them out."""
        is_kept = self.turn.path != PATH
        return {key: value for key, value in body.items() if is_kept or key != "usage"}


class DimensionsDropped(Defect):
    """The number of dimensions is not forwarded."""

    name = "dimensions_dropped"

    def request_body(self, body: Body) -> Body:
        """Take it out."""
        return {key: value for key, value in body.items() if key != "dimensions"}


class EmbeddingTokensAsText(Defect):
    """Inputs given as tokens are forwarded as the text of their numbers."""

    name = "embedding_tokens_as_text"

    def request_body(self, body: Body) -> Body:
        """Write the numbers out."""
        given = body.get("input")
        if self.turn.path != PATH or not isinstance(given, list):
            return body
        if isinstance(given[0], int):
            return body | {"input": _written(given)}
        return body | {"input": [_written(one) if isinstance(one, list) else one for one in given]}


class Embeddings500(Defect):
    """Embeddings are answered with 500."""

    name = "embeddings_500"

    def request_body(self, body: Body) -> Body:
        """Fail before the upstream is called."""
        if self.turn.path != PATH:
            return body
        message = "The request could not be processed."
        raise RelayError(Problem(Reason.UPSTREAM, 500, message, "server_error", "server_error"))


def _packed(vector: JSON) -> JSON:
    if isinstance(vector, str):
        return vector
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode("ascii")


def _unpacked(vector: JSON) -> JSON:
    if not isinstance(vector, str):
        return vector
    octets = base64.b64decode(vector)
    return list(struct.unpack(f"<{len(octets) // 4}f", octets))


def _written(tokens: list[int]) -> str:
    return " ".join(map(str, tokens))
