"""An exchange as checks and ``expect:`` schemas see it.

Rules of this file: reading only, each part computed at most once; no relay's
reply makes anything here raise. The shape of ``as_json`` is a contract with
every requirement row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conformance.wire import chat, coding, jsontext, sse

if TYPE_CHECKING:
    from conformance.model import JSON, Exchange, Headers, UpstreamCall

__all__ = ["DONE", "MAX_TEXT_OCTETS", "Payload", "UpstreamView", "View"]

DONE = "[DONE]"
MAX_TEXT_OCTETS = 64 * 1024

_FIELD_LINE = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:(?:data|event|id|retry)[:\r\n]|:)")


@dataclass(frozen=True, slots=True)
class Payload:
    """What the data of one event says. ``error`` is None when it is JSON."""

    event: sse.SseEvent
    json: JSON
    error: str | None

    @property
    def is_done(self) -> bool:
        """The data is the terminator, exactly."""
        return self.event.data == DONE


class UpstreamView:
    """One call that reached the mock upstream, its body read as JSON."""

    def __init__(self, call: UpstreamCall) -> None:
        self.call = call
        self.headers = _by_name(call.headers)
        self.json, self.json_error = _read_json(call.body)

    def as_json(self) -> dict[str, JSON]:
        """The call as the exchange view shows it."""
        call = self.call
        shown = {
            "upstream": call.upstream,
            "method": call.method,
            "path": call.path,
            "status": call.status,
            "headers": self.headers,
            "reply": dict(call.reply),
        }
        return shown if self.json_error else {**shown, "json": self.json}


class View:
    """One exchange, interpreted. ``exchange`` stays the evidence."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    @property
    def status(self) -> int | None:
        """The status code; None when no head came."""
        return self.exchange.status

    @cached_property
    def headers(self) -> dict[str, str]:
        """Values by lower-case name; those of one name joined by a comma."""
        return _by_name(self.exchange.headers)

    @cached_property
    def content_type(self) -> str | None:
        """The media type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() or None

    @cached_property
    def _decoded(self) -> tuple[bytes, str | None]:
        return coding.undo(self.exchange.octets, self.headers.get("content-encoding", ""))

    @property
    def octets(self) -> bytes:
        """The body without content coding, as far as it could be undone."""
        return self._decoded[0]

    @property
    def coding_note(self) -> str | None:
        """Why the content coding could not be undone, if so."""
        return self._decoded[1]

    @cached_property
    def text(self) -> str:
        """The whole body as text; octets that are not UTF-8 become U+FFFD."""
        return self.octets.decode("utf-8", "replace")

    @cached_property
    def _json(self) -> tuple[JSON, str | None]:
        return _read_json(self.octets)

    @property
    def json(self) -> JSON:
        """The value of a body that is one JSON text; None also when it is not."""
        return self._json[0]

    @property
    def json_error(self) -> str | None:
        """Why the body is not JSON; None when it is."""
        return self._json[1]

    @cached_property
    def is_event_stream(self) -> bool:
        """By content type, or, when that is wrong, by the first line."""
        return self.content_type == "text/event-stream" or bool(_FIELD_LINE.match(self.octets))

    @cached_property
    def stream(self) -> sse.SseStream:
        """The body as server-sent events; empty when it is no event stream."""
        return sse.decode(self.octets) if self.is_event_stream else sse.SseStream()

    @property
    def events(self) -> tuple[sse.SseEvent, ...]:
        """The events that a browser would dispatch."""
        return self.stream.events

    @cached_property
    def event_times(self) -> tuple[float, ...] | None:
        """When each event was complete, in seconds; None under a content coding."""
        if self.octets != self.exchange.octets:
            return None
        reads = self.exchange.reads
        ends = list(accumulate(len(read.octets) for read in reads))
        return tuple(reads[bisect_right(ends, event.end - 1)].at_s for event in self.events)

    @cached_property
    def payloads(self) -> tuple[Payload, ...]:
        """What the data of each event says, the terminator included."""
        return tuple(Payload(event, *_read_json(event.data)) for event in self.events)

    @cached_property
    def chunks(self) -> tuple[JSON, ...]:
        """The JSON values among the data of the events before the first terminator.

        Clients read no further (openai-python 3.54, openai-node 7.57).
        """
        read = takewhile(lambda payload: not payload.is_done, self.payloads)
        return tuple(payload.json for payload in read if payload.error is None)

    @cached_property
    def done(self) -> int:
        """How many events are exactly the terminator."""
        return sum(payload.is_done for payload in self.payloads)

    @property
    def objects(self) -> tuple[JSON, ...]:
        """The JSON values of the reply: its chunks, or its one body."""
        if self.is_event_stream:
            return self.chunks
        return () if self.json_error else (self.json,)

    @cached_property
    def errors(self) -> tuple[JSON, ...]:
        """Each truthy top-level ``error``, which makes SDKs raise."""
        found = (item.get("error") for item in self.objects if isinstance(item, Mapping))
        return tuple(error for error in found if error)

    @cached_property
    def choices(self) -> dict[int, chat.Choice]:
        """What each choice said in the end, streamed or not."""
        return chat.fold(self.objects)

    def stream_text(self, choice: int = 0) -> str:
        """The joined content of a choice; empty when there is no such choice."""
        return self.choices[choice].text if choice in self.choices else ""

    def reasoning_text(self, choice: int = 0) -> str:
        """The joined reasoning of a choice; empty when there is no such choice."""
        return self.choices[choice].reasoning if choice in self.choices else ""

    @property
    def finish_reasons(self) -> dict[int, list[JSON]]:
        """Every non-null finish reason by choice; empty lists for choices without."""
        return {index: choice.finish_reasons for index, choice in self.choices.items()}

    @cached_property
    def usage(self) -> tuple[JSON, ...]:
        """Every non-null ``usage``."""
        return chat.usages(self.objects)

    @property
    def tool_calls(self) -> dict[int, list[chat.ToolCall]]:
        """The calls of each choice that has some, in order of index."""
        calls = {index: sorted(choice.calls.items()) for index, choice in self.choices.items()}
        return {index: [call for _, call in pairs] for index, pairs in calls.items() if pairs}

    @cached_property
    def upstream(self) -> tuple[UpstreamView, ...]:
        """The calls that reached the upstreams; empty also in black-box runs."""
        return tuple(UpstreamView(call) for call in self.exchange.upstream or ())

    @cached_property
    def request_headers(self) -> dict[str, str]:
        """What the client sent, by lower-case name; those of one name joined by a comma."""
        return _by_name(self.exchange.request.headers)

    @property
    def path(self) -> str:
        """The path that the client asked for."""
        return _path(self.exchange.request.url)

    @cached_property
    def request_json(self) -> tuple[JSON, str | None]:
        """The body of the request as JSON, and why it is none."""
        return _read_json(self.exchange.request.body)

    def as_json(self) -> dict[str, JSON]:
        """The value that an ``expect:`` schema judges."""
        shown: dict[str, JSON] = {
            "status": self.status,
            "headers": self.headers,
            "content_type": self.content_type,
            "end": self.exchange.end.value,
            "octets": len(self.exchange.octets),
            "body": self._body_as_json(),
            "request": self._request_as_json(),
        }
        if self.is_event_stream:
            shown["stream"] = self._stream_as_json()
        if self.exchange.upstream is not None:
            shown["upstream"] = [call.as_json() for call in self.upstream]
        return shown

    def _body_as_json(self) -> dict[str, JSON]:
        text = self.octets[:MAX_TEXT_OCTETS].decode("utf-8", "replace")
        if self.json_error is not None:
            return {"text": text, "json_error": self.json_error}
        return {"text": text, "json": self.json}

    def _request_as_json(self) -> dict[str, JSON]:
        request = self.exchange.request
        shown = {"method": request.method, "path": self.path}
        value, error = self.request_json
        return shown if error else {**shown, "json": value}

    def _stream_as_json(self) -> dict[str, JSON]:
        choices = self.choices
        calls = self.tool_calls
        return {
            "events": [_event_as_json(payload) for payload in self.payloads],
            "chunks": list(self.chunks),
            "done": self.done,
            "errors": list(self.errors),
            "text": {str(index): choice.text for index, choice in choices.items()},
            "finish_reasons": {str(index): c.finish_reasons for index, c in choices.items()},
            "usage": list(self.usage),
            "tool_calls": {str(i): [call.as_json() for call in calls[i]] for i in calls},
        }


def _event_as_json(payload: Payload) -> dict[str, JSON]:
    shown = {"event": payload.event.event, "data": payload.event.data}
    return shown if payload.error else {**shown, "json": payload.json}


def _by_name(headers: Headers) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        values[key] = f"{values[key]}, {value}" if key in values else value
    return values


def _read_json(source: str | bytes) -> tuple[JSON, str | None]:
    try:
        return jsontext.loads(source), None
    except jsontext.JsonTextError as error:
        return None, str(error)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return url
