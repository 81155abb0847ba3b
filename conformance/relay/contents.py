"""Streams of Gemini: chunks whose last one says why each candidate ended.

Rules of this file: no sockets, no clock. A chunk keeps what it says but for the
model's name. A client that asks for no events gets the same chunks as the
elements of one JSON array, which is closed only when all is said.
"""

from __future__ import annotations

from conformance.model import JSON
from conformance.relay import jsontext
from conformance.relay.defects.base import Defects
from conformance.relay.flow import Flow, parse_event
from conformance.relay.retry import Cause, Failure, UpstreamError
from conformance.relay.sse import Kind, OutEvent
from conformance.relay.stream import ClientStream
from conformance.relay.turn import Turn, note

__all__ = ["ArrayStream", "ContentFlow"]

Chunk = dict[str, JSON]

_DATA = ("functionCall", "inlineData", "fileData", "executableCode", "codeExecutionResult")


class ContentFlow(Flow):
    """A stream that is complete once each candidate has ended, or the prompt is blocked."""

    def __init__(self, turn: Turn, defects: Defects, ends: frozenset[str] = frozenset()) -> None:
        super().__init__(turn, defects, ends)
        self._open: set[JSON] = set()
        self._is_begun = False

    @classmethod
    def carries_content(cls, data: str) -> bool:
        """Whether the chunk says something, or why nothing is said."""
        chunk = parse_event(data)
        rows = _candidates(chunk)
        return bool(chunk.get("promptFeedback")) or any(map(_says, rows))

    def learn(self, data: str) -> None:
        """Only see that it can be read."""
        parse_event(data)

    def take(self, data: str) -> list[OutEvent]:
        """Return the chunk under the alias."""
        chunk = parse_event(data)
        self._note(chunk)
        if "modelVersion" in chunk:
            reported, alias = str(chunk["modelVersion"] or ""), self._turn.alias
            name = self._defects.fold(alias, lambda d, value: d.model_name(value, reported))
            chunk |= {"modelVersion": name}
        shown = self._defects.spread([chunk], lambda d, value: d.content(value))
        return self._show([OutEvent(Kind.TYPED, jsontext.dump(one)) for one in shown])

    def end(self, *, upstream_said_done: bool) -> list[OutEvent]:
        """Return nothing: the end of the message is the end of the stream, [DONE] or not."""
        self.saw_done = True
        if self._open or not self._is_begun:
            raise UpstreamError(Failure(Cause.UNFINISHED))
        return []

    def _note(self, chunk: Chunk) -> None:
        """Note which candidates have begun and not ended, and what was spent."""
        note(self._turn, chunk.get("usageMetadata"))
        for row in _candidates(chunk):
            self._is_begun = True
            change = self._open.discard if row.get("finishReason") else self._open.add
            change(row.get("index", 0))
        self._is_begun = self._is_begun or bool(chunk.get("promptFeedback"))


class ArrayStream(ClientStream):
    """The same chunks as one JSON array."""

    _began = False

    def _head(self, defects: Defects) -> dict[str, str]:
        del defects  # those of event streams speak about another form
        return {"Content-Type": "application/json; charset=UTF-8"}

    async def _write(self, events: list[OutEvent]) -> None:
        for data in (event.data for event in events if event.data is not None):
            before = b",\r\n" if self._began else b"["
            self._began = True
            await self._send(before + data.encode())

    async def finish(self) -> None:
        """Close the array, and end the HTTP message."""
        await self._send(self._defects.fold(b"]", lambda d, octets: d.bracket(octets)))
        await self.end()


def _candidates(chunk: Chunk) -> list[Chunk]:
    rows = chunk.get("candidates")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _says(row: Chunk) -> bool:
    content = row.get("content")
    parts = content.get("parts") if isinstance(content, dict) else None
    said = parts if isinstance(parts, list) else []
    return bool(row.get("finishReason")) or any(
        isinstance(part, dict) and (part.get("text") or any(key in part for key in _DATA))
        for part in said
    )
