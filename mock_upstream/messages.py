"""What is said at each path of the Messages API.

Rules of this file: from a request to frames and summary; the dialect itself is in
``protocols``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from mock_upstream.frames import Frames
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.anthropic.events import stream_events
from mock_upstream.protocols.anthropic.message import message, summary
from mock_upstream.protocols.anthropic.replies import body_frames, stream_frames
from mock_upstream.protocols.anthropic.request import MessageRequest
from mock_upstream.scenario.answer import scripted
from mock_upstream.scenario.model import Call

__all__ = ["Said", "count", "create"]

Reply: TypeAlias = Mapping[str, JSON]


class Said(NamedTuple):
    """Frames, what they mean, and what they cost of a limit of tokens."""

    frames: Frames
    summary: Mapping[str, JSON]
    tokens: int = 0


def create(call: Call, request: MessageRequest, reply: Reply, seed: int) -> Said:
    """``POST /messages``, whole or as a stream."""
    answer = scripted(reply, request.chat, seed)
    value = message(request, answer, call.number)
    if request.stream:
        frames = stream_frames(stream_events(value), number=call.number, more=answer.headers)
    else:
        frames = body_frames(value, number=call.number, more=answer.headers)
    return Said(frames, summary(value, answer), answer.usage.total)


def count(call: Call, request: MessageRequest, reply: Reply, seed: int) -> Said:
    """``POST /messages/count_tokens``: what the prompt of an answer would cost."""
    answer = scripted(reply, request.chat, seed)
    value: dict[str, JSON] = {"input_tokens": answer.usage.prompt}
    return Said(body_frames(value, number=call.number, more=answer.headers), value)
