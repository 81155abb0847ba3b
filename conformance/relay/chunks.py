"""The life of one stream's chunks: read, mend, show, and end.

Rules of this file: no sockets, no clock. What upstreams leave out and a client
relies on is supplied here: one id, the alias as model, the role of each
choice, one usage chunk at the end, one ``[DONE]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defects
from conformance.relay.flow import Flow, parse_event
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import DONE, Kind, OutEvent
from conformance.relay.turn import Turn, note

__all__ = ["ChunkFlow", "TextFlow", "parse_chunk"]

Chunk = dict[str, JSON]


def parse_chunk(data: str) -> Chunk:
    """Return the chunk in an event. Raises UpstreamError when there is none."""
    chunk = parse_event(data)
    if not isinstance(chunk.get("choices") or [], list):
        raise UpstreamError(Failure(Cause.BAD_EVENT))
    return chunk


class ChunkFlow(Flow):
    """The stream of a chat completion."""

    _object: ClassVar[str] = "chat.completion.chunk"

    def __init__(self, turn: Turn, defects: Defects, ends: frozenset[str] = frozenset()) -> None:
        super().__init__(turn, defects, ends)
        self._constant: Chunk = {}
        self._finished: dict[int, bool] = {}
        self._usage: Chunk | None = None

    @classmethod
    def carries_content(cls, data: str) -> bool:
        """Whether a choice says more than its role."""
        return any(
            choice.get("finish_reason") or cls._says(choice)
            for choice in _choices(parse_chunk(data))
        )

    def learn(self, data: str) -> None:
        """Keep the first id and time; every chunk is shown with them."""
        self._learn(parse_chunk(data))
        self._turn.response_id = str(self._constant.get("id") or "")

    def take(self, data: str) -> list[OutEvent]:
        """Return the mended chunk."""
        return self._show_chunks(list(self._mend(parse_chunk(data))))

    def end(self, *, upstream_said_done: bool) -> list[OutEvent]:
        """Return usage and terminator, once every choice has its finish reason."""
        is_again, self.saw_done = self.saw_done, True
        if not all(self._finished.values()) or not self._finished:
            raise UpstreamError(Failure(Cause.UNFINISHED))
        usage = [self._usage] if self._usage and not is_again else []
        kind = Kind.DONE if upstream_said_done else Kind.ADDED_DONE
        return [*self._show_chunks(usage), *self._show([OutEvent(kind, DONE)])]

    @classmethod
    def _says(cls, choice: Chunk) -> bool:
        return any(value for name, value in _delta(choice).items() if name != "role")

    def _changed(self, chunk: Chunk) -> list[Chunk]:
        """Return the chunks that defects show in place of one."""
        return self._defects.spread([chunk], lambda d, value: d.chunk(value))

    def _fill(self, choice: Chunk, *, is_first: bool) -> None:
        """Supply what a choice lacks."""
        choice["delta"] = {"role": "assistant", **_delta(choice)} if is_first else _delta(choice)

    def _mend(self, chunk: Chunk) -> Iterator[Chunk]:
        self._learn(chunk)
        reported = str(chunk.get("model") or "")
        shown = self._defects.fold(self._turn.alias, lambda d, value: d.model_name(value, reported))
        chunk |= {**self._constant, "object": self._object, "model": shown}
        usage = chunk.pop("usage", None)
        chunk["choices"] = chunk.get("choices") or []
        if usage:
            note(self._turn, usage)
            self._keep_usage(chunk, usage)
        for choice in _choices(chunk):
            self._mend_choice(choice)
        if chunk["choices"] or not usage:
            yield chunk | ({"usage": None} if self._turn.wants_usage else {})

    def _learn(self, chunk: Chunk) -> None:
        for name in ("id", "created"):
            if chunk.get(name):
                self._constant.setdefault(name, chunk[name])

    def _keep_usage(self, chunk: Chunk, usage: JSON) -> None:
        """Keep the usage for the one chunk at the end that may carry it."""
        if self._turn.wants_usage:
            self._usage = {**chunk, "choices": [], "usage": usage}

    def _mend_choice(self, choice: Chunk) -> None:
        index = _index(choice)
        choice["finish_reason"] = choice.get("finish_reason") or None
        self._fill(choice, is_first=index not in self._finished)
        self._finished[index] = self._finished.get(index, False) or bool(choice["finish_reason"])

    def _show_chunks(self, chunks: list[Chunk]) -> list[OutEvent]:
        shown = [changed for chunk in chunks for changed in self._changed(chunk)]
        return self._show([OutEvent(Kind.CHUNK, jsontext.dump(chunk)) for chunk in shown])


class TextFlow(ChunkFlow):
    """The stream of a completion of the older kind: text beside the index, no delta."""

    _object: ClassVar[str] = "text_completion"

    @classmethod
    def _says(cls, choice: Chunk) -> bool:
        return bool(choice.get("text"))

    def _changed(self, chunk: Chunk) -> list[Chunk]:
        return self._defects.spread([chunk], lambda d, value: d.text_chunk(value))

    def _fill(self, choice: Chunk, *, is_first: bool) -> None:
        choice["text"] = choice.get("text") or ""


def _choices(chunk: Chunk) -> list[Chunk]:
    return [choice for choice in chunk.get("choices") or [] if isinstance(choice, dict)]


def _delta(choice: Chunk) -> Chunk:
    delta = choice.get("delta")
    return delta if isinstance(delta, dict) else {}


def _index(choice: Chunk) -> int:
    index = choice.setdefault("index", 0)
    return index if isinstance(index, int) else 0
