"""The ``stream`` flag of a chat request is ignored, in one way or the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from mock_upstream import jsontext
from mock_upstream.errors import FaultError
from mock_upstream.faults.base import At, Fault, Phase, data_indexes, head_of
from mock_upstream.faults.events import WORDLESS, Row, choices, data_at, event, payload, said
from mock_upstream.faults.headers import with_header
from mock_upstream.frames import Data, Frames, Framing, body_of

__all__ = ["StreamIgnored", "StreamUnasked"]


def _head(frames: Frames, content_type: str, framing: Framing) -> Frames:
    """What stands before the head, and the head in another type and framing."""
    head = head_of(frames)
    typed = replace(with_header(head, "content-type", content_type), framing=framing)
    return (*frames[: frames.index(head)], typed)


@dataclass(frozen=True, slots=True)
class StreamIgnored(Fault):
    """A stream was asked for, and one JSON body with the same words comes."""

    name = "chat.stream_ignored"
    phase = Phase.FRAMES
    exclusive = ("the reply",)
    needs = "stream"
    makes = "json"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """A head, and one body."""
        events = [data_at(frames, index) for index in data_indexes(frames)]
        chunks = [payload(frame) for frame in events if frame.mark not in WORDLESS]
        if not chunks or not any(said(row) for chunk in chunks for row in choices(chunk)):
            raise FaultError("the stream has no deltas of chat")
        whole = {**chunks[0], "object": "chat.completion", "choices": _joined(chunks)}
        counts = [chunk["usage"] for chunk in chunks if chunk.get("usage")]
        whole["usage"] = counts[-1] if counts else None
        head = _head(frames, "application/json", Framing.LENGTH)
        return (*head, Data(jsontext.dumps(whole)))


def _joined(chunks: list[Row]) -> list[Row]:
    """The choices of all chunks, each in one message."""
    found: dict[int, Row] = {}
    for choice in (row for chunk in chunks for row in choices(chunk)):
        index = choice.get("index", 0)
        whole = found.setdefault(index, {"index": index, "message": {"role": "assistant"}})
        _join(whole["message"], said(choice))
        whole["finish_reason"] = choice.get("finish_reason")
    return [found[index] for index in sorted(found)]


def _join(message: Row, delta: Row) -> None:
    """Add the words and calls of ``delta`` to ``message``."""
    for key, value in delta.items():
        if key == "tool_calls":
            for part in value:
                _join_call(message.setdefault(key, []), part)
        elif isinstance(value, str) and key != "role":
            message[key] = (message.get(key) or "") + value
        else:
            message.setdefault(key, value)


def _join_call(calls: list[Row], part: Row) -> None:
    """Add a part of a call to those that are known."""
    index = part.get("index", 0)
    if index >= len(calls):
        calls.append({key: value for key, value in part.items() if key != "index"})
    else:
        calls[index]["function"]["arguments"] += part["function"]["arguments"]


@dataclass(frozen=True, slots=True)
class StreamUnasked(Fault):
    """A JSON body was asked for, and a stream with the same words comes."""

    name = "chat.stream_unasked"
    phase = Phase.FRAMES
    exclusive = ("the reply",)
    needs = "json"
    makes = "stream"

    def strike(self, frames: Frames, at: At | None, rng: Random) -> Frames:
        """A head, one chunk with all words per choice, one that ends it, and [DONE]."""
        whole = jsontext.loads(body_of(frames))
        rows = choices(whole) if isinstance(whole, dict) else []
        if not any(said(row) for row in rows):
            raise FaultError("the body has no message of chat")
        base = {key: value for key, value in whole.items() if key not in ("choices", "usage")}
        base["object"] = "chat.completion.chunk"
        events = [frame for row in rows for frame in _chunks(base, row)]
        done = Data(b"data: [DONE]\n\n", "done")
        head = _head(frames, "text/event-stream; charset=utf-8", Framing.CHUNKED)
        return (*head, *events, done)


def _chunks(base: Row, choice: Row) -> tuple[Data, Data]:
    """All words of a choice, and its end."""
    index, delta = choice.get("index", 0), dict(said(choice))
    if delta.get("tool_calls"):
        calls = enumerate(delta["tool_calls"])
        delta["tool_calls"] = [{"index": number, **call} for number, call in calls]
    begun = {"index": index, "delta": delta, "finish_reason": None}
    ended = {"index": index, "delta": {}, "finish_reason": choice.get("finish_reason")}
    return (
        event({**base, "choices": [begun]}, "delta"),
        event({**base, "choices": [ended]}, "finish"),
    )
