"""Defects of the choices in a chunk: roles, finish reasons, indexes, text."""

from __future__ import annotations

from abc import abstractmethod

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = [
    "ContentAfterFinish",
    "DropChunk",
    "DuplicateChunk",
    "EmptyStream",
    "FinishKeyAbsent",
    "FinishReasonEmpty",
    "FinishTwice",
    "IndexCollapse",
    "NoFinishReason",
    "NoRole",
]

Chunk = dict[str, JSON]
"""A decoded chunk."""


class _EachChoice(Defect):
    """A defect that changes every choice of every chunk."""

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Change the choices."""
        return [chunk | {"choices": [self._changed(choice) for choice in chunk["choices"]]}]

    @abstractmethod
    def _changed(self, choice: Chunk) -> Chunk:
        """Return the choice as it is shown."""


class NoRole(_EachChoice):
    """No delta has a role."""

    name = "no_role"

    def _changed(self, choice: Chunk) -> Chunk:
        delta = {name: value for name, value in choice["delta"].items() if name != "role"}
        return choice | {"delta": delta}


class NoFinishReason(_EachChoice):
    """The finish reason is null to the end."""

    name = "no_finish_reason"

    def _changed(self, choice: Chunk) -> Chunk:
        return choice | {"finish_reason": None}


class FinishReasonEmpty(_EachChoice):
    """The finish reason is an empty string where it has to be null."""

    name = "finish_reason_empty"

    def _changed(self, choice: Chunk) -> Chunk:
        return choice | {"finish_reason": choice["finish_reason"] or ""}


class FinishKeyAbsent(_EachChoice):
    """The finish reason is missing where it has to be null."""

    name = "finish_key_absent"

    def _changed(self, choice: Chunk) -> Chunk:
        is_kept = choice["finish_reason"] is not None
        return {k: value for k, value in choice.items() if is_kept or k != "finish_reason"}


class IndexCollapse(_EachChoice):
    """Every choice says that it is number 0."""

    name = "index_collapse"

    def _changed(self, choice: Chunk) -> Chunk:
        return choice | {"index": 0}


class FinishTwice(Defect):
    """The finish reason of a choice is said in two chunks."""

    name = "finish_twice"

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Send an empty chunk with the same finish reason."""
        again = [
            {"index": choice["index"], "delta": {}, "finish_reason": choice["finish_reason"]}
            for choice in chunk["choices"]
            if choice["finish_reason"]
        ]
        return [chunk, chunk | {"choices": again}] if again else [chunk]


class _OneContentChunk(Defect):
    """A defect that hits the first chunk that has nothing but text."""

    _copies = 1
    _is_over = False

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Send the chunk another number of times."""
        if self._is_over or not _is_text_only(chunk):
            return [chunk]
        self._is_over = True
        return [chunk] * self._copies


class DropChunk(_OneContentChunk):
    """One piece of the text is lost."""

    name = "drop_chunk"
    _copies = 0


class DuplicateChunk(_OneContentChunk):
    """One piece of the text is sent twice."""

    name = "duplicate_chunk"
    _copies = 2


class ContentAfterFinish(Defect):
    """The last piece of the text comes after the finish reason."""

    name = "content_after_finish"
    _held: Chunk | None = None

    def chunk(self, chunk: Chunk) -> list[Chunk]:
        """Hold each piece of text until it is known what follows it."""
        held, self._held = self._held, None
        if _is_text_only(chunk):
            self._held = chunk
            return [held] if held else []
        return [chunk, held] if held else [chunk]


class EmptyStream(_EachChoice):
    """A stream has all its chunks, but none has any text."""

    name = "empty_stream"

    def _changed(self, choice: Chunk) -> Chunk:
        if not choice["delta"].get("content"):
            return choice
        return choice | {"delta": {**choice["delta"], "content": ""}}


def _is_text_only(chunk: Chunk) -> bool:
    """Whether the chunk holds text, and neither a role nor a finish reason."""
    return bool(chunk["choices"]) and all(
        choice["delta"].get("content")
        and not choice["delta"].get("role")
        and not choice["finish_reason"]
        for choice in chunk["choices"]
    )
