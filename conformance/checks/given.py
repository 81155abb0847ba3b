"""What must hold before a check has something to judge.

Rules of this file: each entry says why it does not hold, or ``None``. A check
that would pass on nothing (an empty stream, a refused request) is kept from
passing here, in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.checks.keys import client_keys
from conformance.checks.meant import meant
from conformance.checks.premise import (
    not_answered,
    not_any,
    not_ended_stream,
    not_error,
    not_framed,
    not_json,
    not_legible_stream,
    not_ok,
    not_sound,
    not_stream,
    not_told_in_stream,
    not_whole_stream,
)
from conformance.wire.digits import whole
from conformance.wire.view import UpstreamView, View


def not_awaited(view: View) -> str | None:
    """A success came, and its upstream had waited in the middle until the client had read."""
    waited = view.exchange.released_s is not None and not not_struck(view)
    return not_ok(view) or (None if waited else "no upstream waited for the client")


def not_awaited_stream(view: View) -> str | None:
    """The same of an event stream with a chunk that reports no error."""
    return not_whole_stream(view) or not_awaited(view)


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


def not_asked_or_refused(view: View) -> str | None:
    """The request reached an upstream, or was refused as the client's mistake."""
    is_refused = 400 <= (view.status or 0) < 500
    return None if view.upstream or is_refused else "no upstream was asked"


def not_translated(view: View) -> str | None:
    """The request reached an upstream, at another endpoint than where the client sent it."""
    if not view.upstream:
        return not_ok(view) or "no upstream was asked"
    asked, called = view.path.rpartition("/v1")[2], view.upstream[-1].call.path
    return f"the upstream was asked at {called}" if called.endswith(asked) else None


def not_retold(view: View) -> str | None:
    """The upstream of another dialect answered, and so did the relay."""
    return not_translated(view) or not_delivered(view)


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
    is_native = ":" in called.partition("?")[0].rpartition("/")[2]
    return None if is_native else f"the upstream was asked at {called}"


def not_keyed(view: View) -> str | None:
    """The request reached an upstream, with a key that can be told from other credentials."""
    reason = not_forwarded(view)
    return reason or _no_key(view)


def not_keyed_answer(view: View) -> str | None:
    """A complete answer came to a request whose key can be told from other credentials."""
    return not_answered(view) or _no_key(view)


def _no_key(view: View) -> str | None:
    return None if client_keys(view) else "the record does not tell the client's key from others"


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
    "asked-or-refused": not_asked_or_refused,
    "translated": not_translated,
    "retold": not_retold,
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
