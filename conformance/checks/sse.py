"""Rules of the event stream itself: lines, blocks and the terminator.

Rules of this file: octets and events only; what a chunk says is judged in
``chunks``. Standards: WHATWG HTML section 9.2, and what stock SDKs do with
each deviation (openai-python 3.54, openai-node 7.57, both executed).
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.registry import check
from conformance.model import Violation
from conformance.wire import jsontext
from conformance.wire.sse import SseEvent
from conformance.wire.view import DONE, View

_FIELDS = frozenset({"data", "event", "id", "retry"})


@check("sse.is-stream", given="ok")
def is_stream(view: View) -> Iterator[Violation]:
    """A request with ``stream: true`` is answered with events."""
    if not view.is_event_stream:
        yield Violation(
            f"stream: true was answered with {view.content_type}, not with events",
            expected="text/event-stream",
            got=view.text[:200],
        )


@check("sse.is-json", given="ok")
def is_json(view: View) -> Iterator[Violation]:
    """A request without ``stream: true`` is answered with one JSON object."""
    if view.is_event_stream:
        yield Violation("an event stream came though none was asked for", got=view.text[:200])
    elif not isinstance(view.json, dict) and "duplicate" not in (view.json_error or ""):
        yield Violation("the body is no JSON object", got=view.text[:200])


@check("sse.content-type", given="stream")
def content_type(view: View) -> Iterator[Violation]:
    """A stream is ``text/event-stream``, with no charset but UTF-8."""
    header = view.headers.get("content-type", "")
    parameters = header.lower().partition(";")[2].replace(" ", "").replace('"', "")
    if view.content_type != "text/event-stream":
        yield Violation(f"content type {header!r}", expected="text/event-stream", got=header)
    elif "charset=" in parameters and "charset=utf-8" not in parameters:
        yield Violation(f"charset of {header!r} is not UTF-8", expected="utf-8", got=header)


@check("sse.utf8", given="stream")
def utf8(view: View) -> Iterator[Violation]:
    """The stream is UTF-8 throughout."""
    if view.stream.invalid_utf8 is not None:
        yield Violation("octets that are not UTF-8", at=f"octet {view.stream.invalid_utf8}")


@check("sse.last-block-closed", given="whole-stream")
def last_block_closed(view: View) -> Iterator[Violation]:
    """The last event is closed by an empty line, without which clients drop it."""
    if view.stream.unclosed is not None:
        yield Violation(
            "the last event is not closed by an empty line",
            at=f"octet {view.stream.unclosed.offset}",
            got=view.stream.unclosed.data[:200],
        )


@check("sse.one-line-end", given="stream")
def one_line_end(view: View) -> Iterator[Violation]:
    """Lines end the same way throughout."""
    kinds = sorted(view.stream.line_ends)
    if len(kinds) > 1:
        yield Violation(f"lines end in {' and '.join(kinds)}", expected="one kind", got=kinds)


@check("sse.known-fields", given="stream")
def known_fields(view: View) -> Iterator[Violation]:
    """Each line is a comment or one of the four fields; clients drop any other."""
    for event in view.stream.blocks:
        for name, value, _ in event.fields:
            if name not in _FIELDS:
                line = f"{name}:{value}"[:200]
                yield Violation("a line that clients drop", at=_place(event), got=line)


@check("sse.one-json-per-event", given="stream")
def one_json_per_event(view: View) -> Iterator[Violation]:
    """No event joins two JSON texts."""
    for event in view.events:
        if _is_glued(event):
            yield Violation(
                f"{len(event.data_lines)} JSON texts in one event",
                at=_place(event),
                got=event.data[:200],
            )


@check("sse.data-is-json", given="stream")
def data_is_json(view: View) -> Iterator[Violation]:
    """The data of each event is a JSON text or ``[DONE]``."""
    for payload in view.payloads:
        data = payload.event.data
        others = data.startswith((DONE, ":")) or _is_glued(payload.event)  # other rules' business
        if payload.error and not others:
            yield Violation(
                f"the data is no JSON: {payload.error}", at=_place(payload.event), got=data[:200]
            )


@check("sse.no-event-without-data", given="stream")
def no_event_without_data(view: View) -> Iterator[Violation]:
    """No block lacks data, on which both SDKs fail to parse."""
    for event in view.stream.without_data:
        names = ", ".join(name for name, _, _ in event.fields if name in _FIELDS)
        if names:
            yield Violation(f"a block with {names} but no data", at=f"octet {event.offset}")


@check("sse.no-ids", given="stream")
def no_ids(view: View) -> Iterator[Violation]:
    """No event has an ``id``, which makes openai-python fail on a later blank line."""
    for event in view.events:
        if event.id is not None:
            yield Violation(f"an event with id {event.id[:40]!r}", at=_place(event))


@check("sse.no-bom", given="stream")
def no_bom(view: View) -> Iterator[Violation]:
    """The stream does not begin with a byte-order mark, with which the first event is lost."""
    if view.stream.bom:
        yield Violation("the stream begins with U+FEFF", at="octet 0")


@check("sse.done-exact", given="stream")
def done_exact(view: View) -> Iterator[Violation]:
    """The terminator is ``[DONE]`` and not a character more."""
    for event in view.events:
        if event.data.startswith(DONE) and event.data != DONE:
            yield Violation(
                "a terminator with more to it",
                at=_place(event),
                expected=DONE,
                got=event.data[:200],
            )


@check("sse.done-last", given="whole-stream")
def done_last(view: View) -> Iterator[Violation]:
    """Nothing follows the first ``[DONE]``."""
    terminators = [i for i, one in enumerate(view.payloads) if one.event.data.startswith(DONE)]
    if terminators and terminators[0] != len(view.payloads) - 1:
        event = view.payloads[terminators[0] + 1].event
        yield Violation("an event after [DONE]", at=_place(event), got=event.data[:200])


@check("sse.done-present", given="whole-stream")
def done_present(view: View) -> Iterator[Violation]:
    """A stream that ended well has ``[DONE]``."""
    unclosed = view.stream.unclosed
    tails = [] if unclosed is None else [unclosed.data]
    if not any(data.startswith(DONE) for data in [e.data for e in view.events] + tails):
        last = view.events[-1]
        yield Violation("no [DONE]", at=_place(last), expected=DONE, got=last.data[:200])


@check("sse.no-event-names", given="stream")
def no_event_names(view: View) -> Iterator[Violation]:
    """Events of chat streams are not named."""
    for event in view.events:
        if event.event is not None and not event.event.startswith("thread."):
            if event.event == "error" and view.errors:
                continue
            yield Violation(f"an event named {event.event[:40]!r}", at=_place(event))


@check("sse.no-thread-names", given="stream")
def no_thread_names(view: View) -> Iterator[Violation]:
    """No event name begins with ``thread.``, which SDKs take for another API."""
    for event in view.events:
        if event.event is not None and event.event.startswith("thread."):
            yield Violation(f"an event named {event.event[:40]!r}", at=_place(event))


@check("sse.no-comment-as-data", given="stream")
def no_comment_as_data(view: View) -> Iterator[Violation]:
    """A comment never turns into data."""
    for event in view.events:
        if event.data.startswith(":"):
            yield Violation("a comment sent as data", at=_place(event), got=event.data[:200])


@check("sse.not-cached", given="stream")
def not_cached(view: View) -> Iterator[Violation]:
    """A stream tells caches and buffering proxies to keep their hands off."""
    value = view.headers.get("cache-control", "")
    if "no-cache" not in value and "no-store" not in value:
        yield Violation("no Cache-Control: no-cache", at="/headers", expected="no-cache", got=value)


@check("sse.incremental", given="awaited-stream")
def incremental(view: View) -> Iterator[Violation]:
    """Events arrive while the upstream still writes, not all at once at the end.

    The upstream had stopped in its middle until the client had an event, or for
    seconds: no time is measured but which of the two came first. Under a content
    coding reads stand for events.
    """
    times = view.event_times or tuple(read.at_s for read in view.exchange.reads)
    released_s = view.exchange.released_s
    if times and released_s is not None and times[0] > released_s:
        yield Violation(
            f"no event came before the upstream went on, {released_s:.1f} s after the request",
            got=round(times[0], 3),
        )


def _is_glued(event: SseEvent) -> bool:
    lines = event.data_lines
    return len(lines) > 1 and all(_is_json(line) for line in lines)


def _is_json(text: str) -> bool:
    try:
        jsontext.loads(text)
    except jsontext.JsonTextError:
        return False
    return True


def _place(event: SseEvent) -> str:
    return f"event {event.index}"
