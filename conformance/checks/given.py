"""What must hold before a check has something to judge.

Rules of this file: each entry says why it does not hold, or ``None``. A check
that would pass on nothing (an empty stream, a refused request) is kept from
passing here, in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from conformance.checks.meant import meant
from conformance.model import End
from conformance.wire.digits import whole
from conformance.wire.view import DONE, UpstreamView, View

MASK = "[redacted]"
"""What the recorder leaves of a credential that it knows by its place only."""


def not_any(view: View) -> str | None:
    """Nothing is asked for: even a broken connection is judged."""
    del view
    return None


def not_answered(view: View) -> str | None:
    """A complete HTTP answer came, of whatever status."""
    if view.status is None:
        return f"no answer came (the connection ended with {view.exchange.end})"
    if view.exchange.end is not End.EOF:
        return f"the answer is not complete (it ended with {view.exchange.end})"
    return None


def not_ok(view: View) -> str | None:
    """A complete answer with a 2xx status came."""
    reason = not_answered(view)
    if reason is None and not 200 <= (view.status or 0) < 300:
        reason = f"the status is {view.status}, no success"
    return reason


def not_json(view: View) -> str | None:
    """A success came whose body is a JSON object."""
    reason = not_ok(view)
    if reason is None and not isinstance(view.json, dict):
        reason = "the body is no JSON object"
    return reason


def not_stream(view: View) -> str | None:
    """A success came as an event stream with at least one chunk."""
    return _not_events(view) or (None if view.chunks else "the stream has no chunk")


def not_ended_stream(view: View) -> str | None:
    """An event stream came that ended properly and reports no error, be it empty."""
    reason = _not_events(view)
    if reason is None and view.exchange.end is not End.EOF:
        reason = f"the stream is not complete (it ended with {view.exchange.end})"
    if reason is None and view.errors:
        reason = "the stream reports an error"
    return reason


def not_whole_stream(view: View) -> str | None:
    """An event stream with a chunk came that ended properly and reports no error."""
    return not_ended_stream(view) or not_stream(view)


def not_awaited(view: View) -> str | None:
    """A success came, and its upstream had waited in the middle until the client had read."""
    waited = view.exchange.released_s is not None and not not_struck(view)
    return not_ok(view) or (None if waited else "no upstream waited for the client")


def not_awaited_stream(view: View) -> str | None:
    """The same of an event stream with a chunk that reports no error."""
    return not_whole_stream(view) or not_awaited(view)


def not_framed(view: View) -> str | None:
    """The success that came, if any, can be read: what it holds may be compared."""
    is_success = 200 <= (view.status or 0) < 300
    if is_success and not view.is_event_stream and view.json_error:
        return "the body is no JSON (SSE-023 and CHAT-119 judge that)"
    if view.is_event_stream and view.stream.invalid_utf8 is not None:
        return "the stream is not UTF-8 (SSE-002 judges that)"
    if any(payload.error and not payload.event.data.startswith(DONE) for payload in view.payloads):
        return "an event of the stream is no JSON (SSE-006 and SSE-011 judge that)"
    return None


def not_legible_stream(view: View) -> str | None:
    """An event stream came, cut or whole, whose events can all be read."""
    return not_stream(view) or not_framed(view)


def not_sound(view: View) -> str | None:
    """A success came that can be read throughout, streamed or not."""
    return not_ok(view) or not_framed(view)


def not_told(view: View) -> str | None:
    """The upstream gave an answer, and nothing keeps it from being compared."""
    if not meant(view):
        return "no upstream answered with 200"
    return not_framed(view)


def not_counted(view: View) -> str | None:
    """A readable success came that reports its usage."""
    return not_sound(view) or _no_usage(view)


def not_delivered(view: View) -> str | None:
    """The upstream answered, and so did the relay."""
    return not_sound(view) or not_told(view)


def not_recounted(view: View) -> str | None:
    """An answer with usage came, to be compared with the upstream's."""
    return not_delivered(view) or _no_usage(view)


def not_spoken(view: View) -> str | None:
    """A readable success came with sound in its first choice."""
    has_sound = bool(view.choices) and bool(view.choices[min(view.choices)].audio)
    return not_sound(view) or (None if has_sound else "the answer has no sound")


def not_voiced(view: View) -> str | None:
    """The relay answered, and the upstream made sound."""
    return not_delivered(view) or (None if meant(view).get("audio") else "no upstream made sound")


def not_cited(view: View) -> str | None:
    """A readable success came with citations in its first choice."""
    has_some = bool(view.choices) and bool(view.choices[min(view.choices)].annotations)
    return not_sound(view) or (None if has_some else "the answer cites nothing")


def not_searched(view: View) -> str | None:
    """The relay answered, and the upstream cited what it found."""
    has_some = bool(meant(view).get("annotations"))
    return not_delivered(view) or (None if has_some else "no upstream cited anything")


def not_struck(view: View) -> str | None:
    """Every call that reached an upstream failed there as the probe's script says."""
    if not view.upstream:
        return "no call reached an upstream"
    spared = [call.call.upstream for call in view.upstream if call.call.fault is None]
    return f"the upstream {spared[0]} did not fail as it was to" if spared else None


def not_forwarded(view: View) -> str | None:
    """The request reached an upstream, or was answered as if it had."""
    return None if view.upstream else not_ok(view)


def not_mirrored(view: View) -> str | None:
    """The request reached an upstream at the endpoint where the client sent it."""
    if not view.upstream:
        return not_ok(view) or "no upstream was asked"
    asked, called = view.path.rpartition("/v1")[2], view.upstream[-1].call.path
    return None if called.endswith(asked) else f"the upstream was asked at {called}"


def not_message(view: View) -> str | None:
    """A success came that can be read and is a message of the Anthropic dialect, or its events."""
    kinds = {one.get("type") for one in view.objects if isinstance(one, Mapping)}
    reason = not_sound(view)
    if reason is None and not kinds & {"message", "message_start", "content_block_start"}:
        reason = "the answer is no message (ANT-010 and ANT-009 judge that)"
    return reason


def not_whole_message(view: View) -> str | None:
    """The events of a message came, can be read, ended properly and report no error."""
    return not_message(view) or not_whole_stream(view)


def not_mirrored_message(view: View) -> str | None:
    """The relay answered with a message, and the upstream was asked for one."""
    return not_message(view) or not_mirrored(view) or not_told(view)


def not_dialect_error(view: View) -> str | None:
    """An error came in the envelope of the Anthropic dialect."""
    body = view.json if isinstance(view.json, Mapping) else {}
    if not_error(view) is None and body.get("type") != "error":
        return "the envelope is another dialect's (ANT-029 judges that)"
    return not_error(view)


def not_native(view: View) -> str | None:
    """The request reached an upstream of the dialect that the client speaks to Gemini."""
    if not view.upstream:
        return not_ok(view) or "no upstream was asked"
    called = view.upstream[-1].call.path
    return None if "/v1beta/" in called else f"the upstream was asked at {called}"


def not_keyed(view: View) -> str | None:
    """The request reached an upstream, with a key that can be told from other credentials."""
    reason = not_forwarded(view)
    return reason or _no_key(view)


def not_keyed_answer(view: View) -> str | None:
    """A complete answer came to a request whose key can be told from other credentials."""
    return not_answered(view) or _no_key(view)


def client_keys(view: View) -> list[str]:
    """The keys that the client sent, in any place: themselves, or the names that the recorder gave.

    A credential of which the record has only the place is none of them.
    """
    sent = view.request_headers
    query = dict(parse_qsl(urlsplit(view.exchange.request.url).query))
    shown = [
        sent.get("authorization", "").partition(" ")[2],
        sent.get("x-api-key", ""),
        sent.get("x-goog-api-key", ""),
        query.get("key", ""),
    ]
    return [key for key in shown if key not in {"", MASK}]


def _no_key(view: View) -> str | None:
    return None if client_keys(view) else "the record does not tell the client's key from others"


def not_error(view: View) -> str | None:
    """A complete answer with a status of 400 or more came."""
    reason = not_answered(view)
    if reason is None and (view.status or 0) < 400:
        reason = f"the status is {view.status}, no error"
    return reason


def not_told_in_stream(view: View) -> str | None:
    """An event stream came in which an error object tells of a failure."""
    reason = not_stream(view)
    if reason is None and not any(isinstance(error, Mapping) for error in view.errors):
        reason = "no event has an error object (ERR-003 judges that)"
    return reason


def not_deferred(view: View) -> str | None:
    """The relay says when to come back, and so did each upstream that it called."""
    if view.status not in {429, 503} or "retry-after" not in view.headers:
        return "the relay does not say when to come back (ERR-013 judges that)"
    asked = [seconds(call) for call in view.upstream]
    if not asked or None in asked:
        return "not every upstream said in seconds when to come back"
    return None


def seconds(call: UpstreamView) -> int | None:
    """The Retry-After of an upstream's refusal; ``None`` without one, or for a date."""
    said = {name.lower(): value for name, value in call.call.reply_headers}
    return whole(said.get("retry-after", "")) if call.call.status in {429, 503} else None


def _not_events(view: View) -> str | None:
    if view.status is None or not 200 <= view.status < 300:
        return f"the status is {view.status}, no success"
    return None if view.is_event_stream else "the reply is no event stream"


def _no_usage(view: View) -> str | None:
    has_usage = any(isinstance(usage, Mapping) for usage in view.usage)
    return None if has_usage else "the answer has no usage (CHAT-010 and CHAT-116 judge that)"


GIVEN: Mapping[str, Callable[[View], str | None]] = {
    "any": not_any,
    "served": not_any,  # the judge adds whether the account or the upstream refused
    "answered": not_answered,
    "ok": not_ok,
    "json": not_json,
    "stream": not_stream,
    "ended-stream": not_ended_stream,
    "whole-stream": not_whole_stream,
    "legible-stream": not_legible_stream,
    "awaited": not_awaited,
    "awaited-stream": not_awaited_stream,
    "framed": not_framed,
    "sound": not_sound,
    "told": not_told,
    "counted": not_counted,
    "delivered": not_delivered,
    "recounted": not_recounted,
    "spoken": not_spoken,
    "voiced": not_voiced,
    "cited": not_cited,
    "searched": not_searched,
    "struck": not_struck,
    "forwarded": not_forwarded,
    "mirrored": not_mirrored,
    "message": not_message,
    "whole-message": not_whole_message,
    "mirrored-message": not_mirrored_message,
    "dialect-error": not_dialect_error,
    "native": not_native,
    "keyed": not_keyed,
    "keyed-answer": not_keyed_answer,
    "error": not_error,
    "told-in-stream": not_told_in_stream,
    "deferred": not_deferred,
}
