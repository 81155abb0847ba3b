"""The events of a streamed message, one data frame each.

Rules of this file: the message begins empty; each block starts, speaks, and stops
before the next; one delta of the message, one stop, and no ``[DONE]``. The last two are
marked ``finish``, for a stream without them has not ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mock_upstream import jsontext, text
from mock_upstream.frames import Data
from mock_upstream.jsontext import JSON

__all__ = ["stream_events"]

FRAGMENT = 3
"""Pieces of a tool's input that share one event."""


class Step(NamedTuple):
    """One event, and what its frame is marked as."""

    type: str
    fields: Mapping[str, JSON]
    mark: str = "part"


def stream_events(message: Mapping[str, JSON]) -> Iterator[Data]:
    """Every event of the stream that makes ``message``, in order."""
    for step in _steps(message):
        octets = jsontext.dumps({"type": step.type, **step.fields})
        yield Data(b"event: %b\ndata: %b\n\n" % (step.type.encode(), octets), step.mark)


def _steps(message: Mapping[str, JSON]) -> Iterator[Step]:
    usage = message["usage"]
    begun = {
        **message,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {**usage, "output_tokens": min(1, usage["output_tokens"])},
    }
    yield Step("message_start", {"message": begun}, "role")
    for index, block in enumerate(message["content"]):
        empty, deltas = _spoken(block)
        yield Step("content_block_start", {"index": index, "content_block": empty})
        if index == 0:
            yield Step("ping", {})
        for delta, mark in deltas:
            yield Step("content_block_delta", {"index": index, "delta": delta}, mark)
        yield Step("content_block_stop", {"index": index})
    ended = {key: message[key] for key in ("stop_reason", "stop_sequence")}
    cost = {key: value for key, value in usage.items() if key in _CUMULATIVE}
    yield Step("message_delta", {"delta": ended, "usage": cost}, "finish")
    yield Step("message_stop", {}, "finish")


_CUMULATIVE = (
    "input_tokens",
    "cache_creation_input_tokens",
    "cache_read_input_tokens",
    "output_tokens",
    "server_tool_use",
)
"""What the usage of a message's delta has."""


def _spoken(block: Mapping[str, JSON]) -> tuple[dict[str, JSON], list[tuple[JSON, str]]]:
    """The block as it begins, and its deltas with their marks."""
    match block["type"]:
        case "text":
            said = [{"type": "text_delta", "text": piece} for piece in text.pieces(block["text"])]
            return {**block, "text": ""}, [(delta, "delta") for delta in said]
        case "thinking":
            thought = [
                {"type": "thinking_delta", "thinking": piece}
                for piece in text.pieces(block["thinking"])
            ]
            sealed = {"type": "signature_delta", "signature": block["signature"]}
            empty = {**block, "thinking": "", "signature": ""}
            return empty, [(delta, "reasoning") for delta in (*thought, sealed)]
        case "tool_use" | "server_tool_use":
            parts = text.pieces(jsontext.dumps(block["input"]).decode())
            joined = ["".join(parts[at : at + FRAGMENT]) for at in range(0, len(parts), FRAGMENT)]
            said = [{"type": "input_json_delta", "partial_json": piece} for piece in ("", *joined)]
            return {**block, "input": {}}, [(delta, "tool") for delta in said]
        case _:
            return dict(block), []
