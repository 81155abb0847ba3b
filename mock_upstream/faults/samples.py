"""Replies as upstreams give them, to try faults on before a request comes.

Rules of this file: values only. They stand for a kind of reply, not for a dialect's detail.
"""

from __future__ import annotations

from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Framing, Head
from mock_upstream.jsontext import JSON

__all__ = ["SAMPLES"]

STREAM = Head(200, (("content-type", "text/event-stream; charset=utf-8"),), Framing.CHUNKED)
WHOLE = Head(200, (("content-type", "application/json"),), Framing.LENGTH)
DONE = Data(b"data: [DONE]\n\n", "done")
COUNTS = {"prompt_tokens": 7, "completion_tokens": 4, "total_tokens": 11}
BASE = {"id": "chatcmpl-1", "created": 1, "model": "gpt-4o"}


def _chunk(mark: str, delta: JSON, finish: str | None = None) -> Data:
    """One chunk of chat."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _event(mark, {**BASE, "object": "chat.completion.chunk", "choices": [choice]})


def _event(mark: str, value: JSON, name: str = "") -> Data:
    """One event, named or not."""
    first = f"event: {name}\n".encode() if name else b""
    return Data(first + b"data: " + jsontext.dumps(value) + b"\n\n", mark)


def _call(index: int, **function: str) -> JSON:
    """A part of a tool call; the first one has its id."""
    named = {"id": f"call_{index}", "type": "function"} if "name" in function else {}
    return {"tool_calls": [{"index": index, **named, "function": function}]}


def _whole(message: JSON, finish: str) -> Frames:
    """A chat completion."""
    choice = {"index": 0, "message": message, "finish_reason": finish}
    value = {**BASE, "object": "chat.completion", "choices": [choice], "usage": COUNTS}
    return (WHOLE, Data(jsontext.dumps(value)))


USAGE = _event("usage", {**BASE, "choices": [], "usage": COUNTS})
CHAT: Frames = (
    STREAM,
    _chunk("role", {"role": "assistant", "content": ""}),
    *(_chunk("delta", {"content": word}) for word in ("One ", "zwölf ", "你好 ", "four ", "five")),
    _chunk("finish", {}, "stop"),
    USAGE,
    DONE,
)
TOOLS: Frames = (
    STREAM,
    _chunk("role", {"role": "assistant", "content": None}),
    *(
        _chunk("tool", _call(index, **part))
        for index in (0, 1)
        for part in ({"name": "look", "arguments": ""}, {"arguments": "{}"})
    ),
    _chunk("finish", {}, "tool_calls"),
    USAGE,
    DONE,
)
TYPED: Frames = (
    STREAM,
    *(
        _event(mark, {"type": name, "response": {"id": "resp_1", "status": "in_progress"}}, name)
        for mark, name in (
            ("role", "response.created"),
            ("delta", "response.output_text.delta"),
            ("delta", "response.output_text.delta"),
            ("finish", "response.completed"),
        )
    ),
)
CALL = {"id": "call_0", "type": "function", "function": {"name": "look", "arguments": "{}"}}
SAMPLES: tuple[Frames, ...] = (
    CHAT,
    TOOLS,
    TYPED,
    _whole({"role": "assistant", "content": "zwölf words"}, "stop"),
    _whole({"role": "assistant", "content": None, "tool_calls": [CALL]}, "tool_calls"),
)
"""A stream with usage, one with tool calls, one with named events; two bodies."""
