"""A streamed answer: chunks, told as events or as the elements of one JSON array.

Rules of this file: one chunk is one data frame, marked with what it carries, so
that faults can be aimed. Google ends lines with CRLF and says no ``[DONE]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mock_upstream import jsontext, text
from mock_upstream.frames import Data, Frames, Framing, Head, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.gemini import content
from mock_upstream.protocols.gemini.request import GeminiRequest
from mock_upstream.protocols.openai.headers import merged
from mock_upstream.reply import Answer, Text, Usage

__all__ = ["JSON_TYPE", "render_content", "rendered"]

Row = dict[str, JSON]

JSON_TYPE = "application/json; charset=UTF-8"
PER_CHUNK = 4
"""Pieces of a text that share a chunk."""


class Chunk(NamedTuple):
    """One chunk and what it carries."""

    mark: str
    value: Row


def rendered(value: JSON, more: Headers = ()) -> Frames:
    """A JSON reply with status 200; ``more`` replaces the usual headers."""
    pairs = merged((("content-type", JSON_TYPE),), more)
    return (Head(200, pairs, Framing.LENGTH), Data(jsontext.dumps(value)))


def render_content(request: GeminiRequest, answer: Answer) -> Frames:
    """The frames of an answer, in the form that the request asks for."""
    if not request.is_stream:
        return rendered(content.whole(request, answer), answer.headers)
    kind = "text/event-stream" if request.is_sse else JSON_TYPE
    head = Head(200, merged((("content-type", kind),), answer.headers), Framing.CHUNKED)
    chunks = list(_chunks(request, answer))
    if request.is_sse:
        return (head, *(_event(chunk) for chunk in chunks))
    return (head, *_array(chunks))


def _event(chunk: Chunk) -> Data:
    return Data(b"data: " + jsontext.dumps(chunk.value) + b"\r\n\r\n", chunk.mark)


def _array(chunks: list[Chunk]) -> Iterator[Data]:
    """The elements one by one, and the bracket that says that there are no more."""
    for place, chunk in enumerate(chunks):
        yield Data((b",\r\n" if place else b"[") + jsontext.dumps(chunk.value), chunk.mark)
    yield Data(b"]", "done")


def _chunks(request: GeminiRequest, answer: Answer) -> Iterator[Chunk]:
    """Every chunk, candidate by candidate; the last of each says why it ended."""
    blocked = content.feedback(answer)
    if blocked is not None:
        yield Chunk("finish", _chunk(answer, answer.usage, {"promptFeedback": blocked}))
        return
    counts = Usage(prompt=answer.usage.prompt, completion=0, cached=answer.usage.cached)
    for index, choice in enumerate(answer.choices):
        for mark, part in _pieces(request, answer, index):
            row = {"content": {"parts": [part], "role": "model"}, "index": index}
            yield Chunk(mark, _chunk(answer, counts, {"candidates": [row]}))
        last: Row = {"content": {"parts": [{"text": ""}], "role": "model"}}
        last |= {"finishReason": content.finish(choice), "index": index}
        yield Chunk("finish", _chunk(answer, answer.usage, {"candidates": [last]}))


def _chunk(answer: Answer, usage: Usage, said: Row) -> Row:
    """A chunk with what all chunks have."""
    return {**said, "usageMetadata": content.usage_metadata(usage), **content.named(answer)}


def _pieces(request: GeminiRequest, answer: Answer, index: int) -> Iterator[tuple[str, Row]]:
    """The parts of one candidate, its texts in pieces."""
    scripted = {block.text: block.pieces for block in answer.choices[index].blocks
                if isinstance(block, Text) and block.pieces}  # fmt: skip
    for part in content.parts(request, answer, index):
        if "text" not in part:
            yield ("tool" if "functionCall" in part else "delta"), part
            continue
        mark = "reasoning" if part.get("thought") else "delta"
        for piece in scripted.get(part["text"]) or _grouped(part["text"]):
            yield mark, {**part, "text": piece}


def _grouped(words: str) -> list[str]:
    """A text in pieces of a few words."""
    pieces = text.pieces(words)
    return ["".join(pieces[at : at + PER_CHUNK]) for at in range(0, len(pieces), PER_CHUNK)]
