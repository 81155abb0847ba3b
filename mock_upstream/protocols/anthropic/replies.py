"""What is said at each path of the Messages API, as frames.

Rules of this file: rendering only; what is said was decided before.
"""

from __future__ import annotations

from collections.abc import Iterable

from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Framing, Head, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.anthropic import headers
from mock_upstream.protocols.openai.headers import merged

__all__ = ["body_frames", "stream_frames"]


def body_frames(value: dict[str, JSON], *, number: int, more: Headers = ()) -> Frames:
    """The frames of one JSON body in answer to call ``number``."""
    usual = (("content-type", "application/json"), *_common(number))
    return (Head(200, merged(usual, more), Framing.LENGTH), Data(jsontext.dumps(value)))


def stream_frames(events: Iterable[Data], *, number: int, more: Headers = ()) -> Frames:
    """The frames of a stream in answer to call ``number``."""
    usual = (("content-type", "text/event-stream; charset=utf-8"), *_common(number))
    head = Head(200, merged((*usual, ("cache-control", "no-cache")), more), Framing.CHUNKED)
    return (head, *events)


def _common(number: int) -> Headers:
    return headers.common(headers.request_id("message", number=number))
