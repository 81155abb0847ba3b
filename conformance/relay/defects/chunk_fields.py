"""Defects of the fields around the choices of a chunk."""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = [
    "ChunkObjectWrong",
    "CreatedAsText",
    "CreatedPerChunk",
    "ErrorKeyInChunks",
    "IdPerChunk",
    "ModelMixed",
    "ObfuscationAlways",
]

Chunk = dict[str, JSON]
"""A decoded chunk."""


class ChunkObjectWrong(Defect):
    """Chunks call themselves ``chat.completion``."""

    name = "chunk_object_wrong"

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Write the wrong word."""
        return [chunk | {"object": "chat.completion"}]


class _Counting(Defect):
    """A defect that counts the chunks, from 1."""

    _seen = 0

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Change the chunk by its number."""
        self._seen += 1
        return [chunk | self._changed(chunk)]

    @abstractmethod
    def _changed(self, chunk: Chunk) -> Chunk:
        """Return the fields that differ."""


class IdPerChunk(_Counting):
    """Each chunk has an id of its own."""

    name = "id_per_chunk"

    def _changed(self, chunk: Chunk) -> Chunk:
        return {"id": f"{chunk.get('id')}-{self._seen}"}


class CreatedPerChunk(_Counting):
    """``created`` grows from chunk to chunk."""

    name = "created_per_chunk"

    def _changed(self, chunk: Chunk) -> Chunk:
        return {"created": int(chunk.get("created") or 0) + self._seen - 1}


class ModelMixed(_Counting):
    """From the second chunk on the model has another name."""

    name = "model_mixed"

    def _changed(self, chunk: Chunk) -> Chunk:
        return {"model": f"{chunk.get('model')}-other"} if self._seen > 1 else {}


class ObfuscationAlways(Defect):
    """Each chunk with a delta carries padding that nobody wanted."""

    name = "obfuscation_always"

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Pad the chunk."""
        return [chunk | {"obfuscation": "xK3mQ9"} if chunk["choices"] else chunk]


class ErrorKeyInChunks(Defect):
    """Ordinary chunks carry an error object, which makes clients stop."""

    name = "error_key_in_chunks"

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Add the object."""
        return [chunk | {"error": {"code": 0, "message": ""}}]


class CreatedAsText(Defect):
    """``created`` of a chunk is a string."""

    name = "created_as_text"

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Write the number as text."""
        return [chunk | {"created": str(chunk.get("created"))}]
